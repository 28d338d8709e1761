package dev.sluice.broker;

import dev.sluice.queue.Queues;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.core.client.impl.ClientSessionInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.messaginghub.pooled.jms.JmsPoolSession;
import org.springframework.jms.support.destination.DestinationResolver;

/**
 * The queues that are sent to and read. A message to a queue that is not there is lost without a word, and a broker may
 * remove queues whenever they are empty and nobody reads them: so each time it is asked whether the queue is there.
 * Once, where the client by itself asks three times; one that is not there is left to the client, which makes it where
 * it may. An internal queue that the broker never removes by itself is asked for once a second.
 */
@Singleton
@Named("destinations")
@Unremovable
public class Destinations implements DestinationResolver {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** One as it was seen over one connection: behind the next one there may be another broker. */
    private record Place(String queue, Object connection) {
    }

    /** When each was there, of those that stay. */
    private final Map<Place, Long> seen = new ConcurrentHashMap<>();

    @Override
    public Destination resolveDestinationName(Session session, String name, boolean topic) throws JMSException {
        Session inner = session instanceof JmsPoolSession pooled ? pooled.getInternalSession() : session;
        ActiveMQQueue queue = ActiveMQDestination.createQueue(name);
        ClientSession core = ((ActiveMQSession) inner).getCoreSession();
        // The session's own: its factory's is null, throws or is made anew once the connection is lost.
        Place place = new Place(name, ((ClientSessionInternal) core).getConnection().getID());
        long now = System.nanoTime();
        if (now - seen.getOrDefault(place, now - LOOK_AGAIN_NANOS) < LOOK_AGAIN_NANOS) {
            queue.setCreated(true);
            return queue;
        }
        try {
            QueueQuery found = core.queueQuery(queue.getSimpleAddress());
            queue.setCreated(found.isExists() && found.getRoutingType() == RoutingType.ANYCAST
                    && queue.getSimpleAddress().equals(found.getAddress()));
            if (queue.isCreated() && Boolean.FALSE.equals(found.isAutoDelete())
                    && Queues.isInternal(name)) {
                seen.values().removeIf(at -> now - at >= LOOK_AGAIN_NANOS);
                seen.put(place, now);
            }
            return queue;
        } catch (ActiveMQException e) {
            JMSException failed = new JMSException(e.getMessage());
            failed.setLinkedException(e);
            failed.initCause(e);
            throw failed;
        }
    }
}
