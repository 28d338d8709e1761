package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded broker keeps of a message that comes in parts. */
class BoundedBrokerTest {

    private static final int LENGTH = 12 << 20;
    private static final int OURS = 7001;

    @TempDir
    Path folder;

    private BoundedBroker broker;
    private String outside;

    @BeforeEach
    void start() throws Exception {
        Configuration configuration = new ConfigurationImpl().setSecurityEnabled(false)
                .setJournalType(JournalType.NIO).setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .addAcceptorConfiguration("inside", "vm://" + OURS)
                .addAcceptorConfiguration("outside", "tcp://127.0.0.1:0");
        broker = new BoundedBroker(configuration, new ActiveMQJAASSecurityManager());
        broker.start();
        broker.createQueue(QueueConfiguration.of("q").setRoutingType(RoutingType.ANYCAST));
        outside = "tcp://127.0.0.1:"
                + broker.getRemotingService().getAcceptor("outside").getActualPort();
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop();
    }

    @Test
    void nothingIsCutOfWhatSluiceItselfSends() throws Exception {
        assertThat(arrived("vm://" + OURS)).isEqualTo(LENGTH);
    }

    @Test
    void nothingIsKeptOfWhatIsTooLargeFromOutsideButThatItIs() throws Exception {
        assertThat(arrived(outside)).isBetween(9 << 20, 10 << 20);
    }

    private int arrived(String url) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
                ClientSession session = locator.createSessionFactory().createSession(true, true)) {
            ClientMessage message = session.createMessage(true);
            byte[] body = new byte[LENGTH];
            Arrays.fill(body, (byte) 'x');
            message.getBodyBuffer().writeBytes(body);
            session.createProducer("q").send(message);
            session.start();
            ByteArrayOutputStream arrived = new ByteArrayOutputStream();
            session.createConsumer("q").receive(10_000).saveToOutputStream(arrived);
            // What the broker does not have comes as zeros.
            return (int) arrived.toString(StandardCharsets.US_ASCII).chars().filter(sign -> sign == 'x').count();
        }
    }
}
