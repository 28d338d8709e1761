package dev.sluice.broker;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The broker inside Sluice, with users from a file. */
class EmbeddedRightsTest extends RightsMatrix {

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        ReplyQueues queues = new ReplyQueues(1_000, "1m");
        // The last three allow nothing, whatever they seem to.
        broker = GivenBroker.started(folder, port,
                Optional.of(REPLIES + ",orders.*,sluice.*,activemq.*,orders.requests.hambit"), queues);
        broker().createQueue(QueueConfiguration.of("sluice.ledger").setRoutingType(RoutingType.ANYCAST));
    }

    @AfterEach
    void stop() throws Exception {
        broker.stop(null);
    }

    @Override
    ActiveMQServer broker() {
        return Objects.requireNonNull(broker.broker);
    }

    @Override
    int port() {
        return port;
    }
}
