package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No send waits for the broker's word, so the commit has to: it fails where the broker refused one of them. */
class RefusedSendsTest {

    @TempDir
    private Path folder;
    private EmbeddedActiveMQ broker;
    private Connection connection;

    @BeforeEach
    void start() throws Exception {
        int port = freePort();
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setPersistenceEnabled(true).setJournalType(JournalType.NIO)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString()).setJMXManagementEnabled(false)
                .setMaxDiskUsage(-1);
        configuration.addAcceptorConfiguration("clients", "tcp://127.0.0.1:" + port + "?protocols=CORE");
        configuration.addAddressSetting("#",
                new AddressSettings().setAutoCreateAddresses(false).setAutoCreateQueues(false));
        configuration.addAddressSetting("full", new AddressSettings().setMaxSizeBytes(1)
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.FAIL));
        Role all = new Role("all", true, true, true, true, true, true, true, true, true, true, true, true);
        Role reader = new Role("all", false, true, true, true, true, true, true, true, true, true, true, true);
        configuration.putSecurityRoles("#", Set.of(all));
        configuration.putSecurityRoles("forbidden", Set.of(reader));
        for (String name : List.of("in", "out", "full", "forbidden")) {
            configuration.addQueueConfiguration(
                    QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST).setDurable(true));
        }
        broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(),
                new SecurityConfiguration(Map.of("sluice", "secret"), Map.of("sluice", List.of("all")))));
        broker.start();
        connection = new Connections(new BrokerAccess(false, "127.0.0.1", false,
                Optional.of("tcp://127.0.0.1:" + port), Optional.of("sluice"), Optional.of("secret")), BrokerTls.none())
                .factory()
                .createConnection();
        connection.start();
    }

    @AfterEach
    void stop() throws Exception {
        connection.close();
        broker.stop();
    }

    /** A large one is sent in parts. */
    @ParameterizedTest
    @CsvSource({"full, 1", "absent, 1", "forbidden, 1", "full, 300000", "absent, 300000", "forbidden, 300000"})
    void whatTheBrokerRefusesIsNotCommittedNorWhatWasSentBesideIt(String refusing, int length) throws Exception {
        send("in", "order");
        send("full", "first");
        try (Session step = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            assertThat(step.createConsumer(step.createQueue("in")).receive(60_000)).isNotNull();
            MessageProducer letters = step.createProducer(null);
            letters.send(step.createQueue("out"), step.createTextMessage("result"));
            assertThatThrownBy(() -> {
                letters.send(step.createQueue(refusing), step.createTextMessage("x".repeat(length)));
                letters.send(step.createQueue("out"), step.createTextMessage("a third"));
                step.commit();
            }).isInstanceOf(JMSException.class);
        }
        assertThat(received("out", 300)).as("sent beside it").isNull();
        assertThat(received("in", 60_000)).as("the message whose step it was").isEqualTo("order");
    }

    private void send(String queue, String text) throws JMSException {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
            session.commit();
        }
    }

    private String received(String queue, long millis) throws JMSException {
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            jakarta.jms.Message message = session.createConsumer(session.createQueue(queue)).receive(millis);
            return message == null ? null : message.getBody(String.class);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
