package dev.sluice.flow;

import dev.sluice.broker.CorrelationIds;
import dev.sluice.step.CorrelationId;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.MessageCreatedStrategy;

/** Gives a message that is sent the correlation id of its letter: as a header of Camel's it could only be a text. */
@Singleton
@Named("correlated")
@Unremovable
public class Correlated implements MessageCreatedStrategy {

    static final String PROPERTY = "correlationId";

    @Override
    public void onMessageCreated(Message message, Session session, Exchange exchange, Throwable cause) {
        CorrelationId id = exchange.getProperty(PROPERTY, CorrelationId.class);
        try {
            if (id != null) {
                CorrelationIds.put(id, message);
            }
        } catch (JMSException e) {
            throw new IllegalStateException("the correlation id cannot be set", e);
        }
    }
}
