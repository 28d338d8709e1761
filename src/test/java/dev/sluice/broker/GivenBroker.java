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
import java.util.Optional;

/** The broker inside Sluice, started, with the users of {@link RightsMatrix}. */
final class GivenBroker {

    private GivenBroker() {
    }

    static EmbeddedBroker started(Path folder, int port, Optional<String> allowed, ReplyQueues queues)
            throws Exception {
        Map<String, BrokerRole> others = new HashMap<>(RightsMatrix.USERS);
        others.remove("sluice");
        return started(folder, port, allowed, queues, GivenUsers.file(folder, others, RightsMatrix.SECRET),
                BrokerTls.none());
    }

    /** The same with the users of a file, and by TLS where there is one. */
    static EmbeddedBroker started(Path folder, int port, Optional<String> allowed, ReplyQueues queues, Path users,
            BrokerTls tls) throws Exception {
        Providers providers = GivenProviders.shipped(Map.of());
        Addresses addresses = new Addresses(GivenContract.shipped(), providers, new Lanes(providers));
        EmbeddedBroker broker = new EmbeddedBroker(addresses,
                new ReplyTo(allowed, GivenContract.shipped().families(), null, queues), queues,
                new DoorRefusals(new SimpleMeterRegistry()),
                new BrokerUsers(true, Optional.of(users.toString()), Optional.of("sluice"),
                        Optional.of(RightsMatrix.SECRET)),
                tls);
        broker.embedded = true;
        broker.host = "127.0.0.1";
        broker.port = port;
        broker.connections = 100;
        broker.data = folder.toString();
        broker.diskFree = new MemorySize(BigInteger.ZERO);
        broker.allowed = allowed;
        broker.start(null);
        return broker;
    }
}
