package dev.sluice.broker;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The broker inside Sluice, with users of two tenants from a file. */
class EmbeddedTenantRightsTest extends TenantRightsMatrix {

    @TempDir
    Path folder;

    private EmbeddedBroker broker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = RightsMatrix.freePort();
        broker = GivenBroker.started(folder, port, Optional.of(RightsMatrix.REPLIES), new ReplyQueues(1_000, "1m"),
                GivenUsers.file(folder, USERS, TENANTS, SECRET));
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
