package dev.sluice.broker;

import dev.sluice.pages.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Artemis as somebody has it who wrote into {@code broker.xml} what docs/deploy.md says. */
class ExternalRightsTest extends RightsMatrix {

    private static final List<String> QUEUES = List.of("orders.requests", "orders.requests.hambit", "otp.requests",
            "orders.results", "licenses.results", "sluice.people", "sluice.attention", "sluice.submit.hambit",
            "sluice.polls.hambit", "sluice.webhooks.hambit", "sluice.ledger");

    @TempDir
    Path folder;

    private final EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        List<String> page = Page.at(Path.of(""), Path.of("docs/deploy.md")).section("## An external broker")
                .fenced("xml");
        String core = page.get(0).replace("tcp://0.0.0.0:61616", "tcp://127.0.0.1:" + port).replace("</core>",
                "<persistence-enabled>false</persistence-enabled><max-disk-usage>-1</max-disk-usage>"
                        + page.get(1).replaceAll("</?core[^>]*>", "")
                        + "</core>");
        Path xml = Files.writeString(folder.resolve("broker.xml"),
                "<configuration xmlns=\"urn:activemq\">" + core + "</configuration>");
        Files.copy(Path.of("docs/broker-rights.xml"), folder.resolve("broker-rights.xml"));
        System.setProperty("artemis.instance.etc.uri", folder.toUri().toString());
        artemis.setConfigResourcePath(xml.toUri().toString());
        artemis.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(),
                new SecurityConfiguration(
                        USERS.keySet().stream().collect(Collectors.toMap(name -> name, name -> SECRET)),
                        USERS.entrySet().stream().collect(
                                Collectors.toMap(Map.Entry::getKey, user -> List.of(user.getValue().id()))))));
        artemis.start();
        for (String queue : QUEUES) {
            broker().createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
    }

    @AfterEach
    void stop() throws Exception {
        artemis.stop();
    }

    @Override
    ActiveMQServer broker() {
        return artemis.getActiveMQServer();
    }

    @Override
    int port() {
        return port;
    }

    @Override
    boolean othersMayTakeTemporary() {
        return true;
    }
}
