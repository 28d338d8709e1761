package dev.sluice.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Session;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.messaginghub.pooled.jms.JmsPoolSession;

/** The delivery of the message that an exchange works on. */
public final class Delivery {

    private static final String SESSION = "deliverySession";

    private Delivery() {
    }

    /** Remembers by which session the message of the exchange was delivered, which the message does not tell once it is taken. */
    public static void keep(Exchange exchange, Session session) {
        exchange.setProperty(SESSION, session);
    }

    /**
     * Whether the broker takes the message for undelivered, since the connection broke after it was delivered: then it is,
     * or will be, delivered to another, who is the one to act on it.
     */
    public static boolean isVoid(Exchange exchange) {
        try {
            if (exchange.getProperty(SESSION) instanceof JmsPoolSession session
                    && session.getInternalSession() instanceof ActiveMQSession artemis) {
                ClientSession core = artemis.getCoreSession();
                return core.isClosed() || core.isRollbackOnly();
            }
            return false;
        } catch (JMSException e) {
            return true;
        }
    }
}
