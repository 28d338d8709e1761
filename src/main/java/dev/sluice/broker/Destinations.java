package dev.sluice.broker;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientSession.QueueQuery;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQQueue;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.messaginghub.pooled.jms.JmsPoolSession;
import org.springframework.jms.support.destination.DestinationResolver;

/**
 * The queues that are sent to and read. A message to a queue that is not there is lost without a word, and a broker may
 * remove queues whenever they are empty and nobody reads them: so each time it is asked whether the queue is there.
 * Once, where the client by itself asks three times; one that is not there is left to the client, which makes it where
 * it may.
 */
@Singleton
@Named("destinations")
@Unremovable
public class Destinations implements DestinationResolver {

    @Override
    public Destination resolveDestinationName(Session session, String name, boolean topic) throws JMSException {
        Session inner = session instanceof JmsPoolSession pooled ? pooled.getInternalSession() : session;
        ActiveMQQueue queue = ActiveMQDestination.createQueue(name);
        try {
            QueueQuery found = ((ActiveMQSession) inner).getCoreSession().queueQuery(queue.getSimpleAddress());
            queue.setCreated(found.isExists() && found.getRoutingType() == RoutingType.ANYCAST
                    && queue.getSimpleAddress().equals(found.getAddress()));
            return queue;
        } catch (ActiveMQException e) {
            JMSException failed = new JMSException(e.getMessage());
            failed.setLinkedException(e);
            failed.initCause(e);
            throw failed;
        }
    }
}
