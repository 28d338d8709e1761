package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
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
    /** A part that is written at once, and what the file has besides. */
    private static final long MARGIN = 1 << 20;
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
        assertThat(kept("vm://" + OURS)).isBetween((long) LENGTH, LENGTH + MARGIN);
    }

    @Test
    void nothingIsKeptOfWhatIsTooLargeFromOutsideButThatItIs() throws Exception {
        assertThat(kept(outside)).isBetween(9L << 20, (9L << 20) + MARGIN);
    }

    /** The bytes of a message that was sent, in the broker's file of it. */
    private long kept(String url) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(url);
                ClientSession session = locator.createSessionFactory().createSession(true, true)) {
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeBytes(new byte[LENGTH]);
            session.createProducer("q").send(message);
            try (Stream<Path> files = Files.list(folder.resolve("large"))) {
                return Files.size(files.findFirst().orElseThrow());
            }
        }
    }
}
