package dev.sluice.broker;

import dev.sluice.contract.GivenContract;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lanes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
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
        Providers providers = GivenProviders.shipped(Map.of());
        ReplyQueues queues = new ReplyQueues(1_000, "1m");
        Addresses addresses = new Addresses(GivenContract.shipped(), providers, new Lanes(providers));
        // The last three allow nothing, whatever they seem to.
        Optional<String> allowed = Optional.of(REPLIES + ",orders.*,sluice.*,activemq.*,orders.requests.hambit");
        Map<String, BrokerRole> others = new HashMap<>(USERS);
        others.remove("sluice");
        Path users = GivenUsers.file(folder, others, SECRET);
        broker = new EmbeddedBroker(addresses,
                new ReplyTo(allowed, GivenContract.shipped().families(), null, queues), queues,
                new DoorRefusals(new SimpleMeterRegistry()),
                new BrokerUsers(true, Optional.of(users.toString()), Optional.of("sluice"), Optional.of(SECRET)));
        broker.embedded = true;
        broker.host = "127.0.0.1";
        broker.port = port;
        broker.connections = 100;
        broker.data = folder.toString();
        broker.diskFree = new MemorySize(BigInteger.ZERO);
        broker.allowed = allowed;
        broker.start(null);
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
