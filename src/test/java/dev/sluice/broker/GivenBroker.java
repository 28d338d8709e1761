package dev.sluice.broker;

import static dev.sluice.given.Patience.await;

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
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

/** The broker inside Sluice, started, with the users of {@link RightsMatrix}. */
final class GivenBroker {

    private GivenBroker() {
    }

    /** A message on a queue, which is made where it is not there, as by the broker itself, without a user. */
    static void put(ActiveMQServer broker, String queue, String body) throws Exception {
        CoreMessage message = new CoreMessage(broker.getStorageManager().generateID(), 100);
        message.setAddress(queue).setDurable(true);
        message.setType(Message.TEXT_TYPE);
        message.setRoutingType(RoutingType.ANYCAST);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(body));
        make(broker, queue);
        Queue its = broker.locateQueue(SimpleString.of(queue));
        long before = its.getMessagesAdded();
        broker.getPostOffice().route(message, false);
        await().until(() -> its.getMessagesAdded() == before + 1);
    }

    static void make(ActiveMQServer broker, String queue) throws Exception {
        if (broker.locateQueue(SimpleString.of(queue)) == null) {
            broker.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
    }

    static EmbeddedBroker started(Path folder, int port, Optional<String> allowed, ReplyQueues queues)
            throws Exception {
        Map<String, BrokerRole> others = new HashMap<>(RightsMatrix.USERS);
        others.remove("sluice");
        return started(folder, port, allowed, queues, GivenUsers.file(folder, others, RightsMatrix.SECRET));
    }

    static EmbeddedBroker started(Path folder, int port, Optional<String> allowed, ReplyQueues queues, Path file)
            throws Exception {
        return started(folder, port, allowed, queues, file, BrokerTls.none());
    }

    /** The same with the users of a file, and by TLS where there is one. */
    static EmbeddedBroker started(Path folder, int port, Optional<String> allowed, ReplyQueues queues, Path file,
            BrokerTls tls) throws Exception {
        Providers providers = GivenProviders.shipped(Map.of());
        BrokerUsers users = new BrokerUsers(true, Optional.of(file.toString()), Optional.of("sluice"),
                Optional.of(RightsMatrix.SECRET));
        Addresses addresses = new Addresses(GivenContract.shipped(), providers, new Lanes(providers), users);
        EmbeddedBroker broker = new EmbeddedBroker(addresses,
                new ReplyTo(allowed, GivenContract.shipped().families(), null, queues), queues,
                new DoorRefusals(new SimpleMeterRegistry()), users, tls);
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
