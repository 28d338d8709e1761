package dev.sluice.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
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

    private EmbeddedActiveMQ artemis;
    private int port;

    @BeforeEach
    void start() throws Exception {
        port = freePort();
        artemis = DocumentedBroker.started(folder, port, List.of(DocumentedBroker.rights("broker-rights.xml")),
                USERS.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, user -> List.of(user.getValue().id()))),
                QUEUES);
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
