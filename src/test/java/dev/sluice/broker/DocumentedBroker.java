package dev.sluice.broker;

import dev.sluice.pages.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** Artemis as somebody has it who wrote into {@code broker.xml} what docs/deploy.md says. */
final class DocumentedBroker {

    private DocumentedBroker() {
    }

    static String rights(String file) throws IOException {
        return Files.readString(Path.of("docs", file));
    }

    /**
     * @param rights what is put into the file of rights, one after the other, of which the later counts
     * @param users  the roles of each; all have one password
     */
    static EmbeddedActiveMQ started(Path folder, int port, List<String> rights, Map<String, List<String>> users,
            List<String> queues) throws Exception {
        List<String> page = Page.at(Path.of(""), Path.of("docs/deploy.md")).section("## An external broker")
                .fenced("xml");
        String core = page.get(0).replace("tcp://0.0.0.0:61616", "tcp://127.0.0.1:" + port).replace("</core>",
                "<persistence-enabled>false</persistence-enabled><max-disk-usage>-1</max-disk-usage>"
                        + page.get(1).replaceAll("</?core[^>]*>", "")
                        + "</core>");
        Path xml = Files.writeString(folder.resolve("broker.xml"),
                "<configuration xmlns=\"urn:activemq\">" + core + "</configuration>");
        StringBuilder all = new StringBuilder("<security-settings xmlns=\"urn:activemq:core\">");
        rights.forEach(file -> all.append(file.replaceAll("(?s)<!--.*?-->|</?security-settings[^>]*>", "")));
        Files.writeString(folder.resolve("broker-rights.xml"), all.append("</security-settings>"));
        System.setProperty("artemis.instance.etc.uri", folder.toUri().toString());
        EmbeddedActiveMQ artemis = new EmbeddedActiveMQ();
        artemis.setConfigResourcePath(xml.toUri().toString());
        artemis.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(),
                new SecurityConfiguration(users.keySet().stream()
                        .collect(Collectors.toMap(name -> name, name -> RightsMatrix.SECRET)), users)));
        artemis.start();
        for (String queue : queues) {
            artemis.getActiveMQServer()
                    .createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        return artemis;
    }
}
