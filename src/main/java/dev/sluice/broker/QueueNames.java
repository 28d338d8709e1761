package dev.sluice.broker;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** Which queues the broker has. */
@Singleton
public class QueueNames {

    private static final String MANAGEMENT = "activemq.management";
    private static final int LONGEST_WAIT_MILLIS = 5000;

    private final Connections connections;

    QueueNames(Connections connections) {
        this.connections = connections;
    }

    /** All of them; none where the broker does not tell, because the user has no right to {@code manage}. */
    public Optional<List<String>> all() {
        ClientSession session = null;
        try {
            session = connections.probe();
            session.start();
            return ask(session);
        } catch (Exception e) {
            return Optional.empty();
        } finally {
            if (session != null) {
                Connections.close(session);
            }
        }
    }

    /** How many messages are on each of these queues; those that are not there have none. */
    public Map<String, Long> waiting(Collection<String> queues) {
        Map<String, Long> waiting = new TreeMap<>();
        if (queues.isEmpty()) {
            return waiting;
        }
        ClientSession session = null;
        try {
            session = connections.probe();
            for (String queue : queues) {
                waiting.put(queue, session.queueQuery(SimpleString.of(queue)).getMessageCount());
            }
            return waiting;
        } catch (ActiveMQException e) {
            throw new IllegalStateException("the broker does not say what waits on its queues", e);
        } finally {
            if (session != null) {
                Connections.close(session);
            }
        }
    }

    private static Optional<List<String>> ask(ClientSession session) throws Exception {
        try (ClientRequestor requestor = new ClientRequestor(session, MANAGEMENT)) {
            ClientMessage question = session.createMessage(false);
            ManagementHelper.putAttribute(question, ResourceNames.BROKER, "queueNames");
            ClientMessage answer = requestor.request(question, LONGEST_WAIT_MILLIS);
            if (answer == null || !ManagementHelper.hasOperationSucceeded(answer)) {
                return Optional.empty();
            }
            return Optional
                    .of(List.of((Object[]) ManagementHelper.getResult(answer)).stream().map(String::valueOf).toList());
        }
    }
}
