package dev.sluice.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientMessageImpl;
import org.apache.activemq.artemis.jms.client.ActiveMQObjectMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.activemq.artemis.jms.client.ActiveMQTextMessage;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsBinding;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultExchange;

/** Deliveries without a broker: messages of the broker's client that were never on a queue. */
public final class GivenDelivery {

    private static final int BUFFER = 1024;
    private static final ClientSession NOWHERE = (ClientSession) Proxy
            .newProxyInstance(GivenDelivery.class.getClassLoader(), new Class<?>[]{ClientSession.class},
                    (session, method, arguments) -> method.getName().equals("createMessage")
                            ? new ClientMessageImpl((byte) arguments[0], true, 0, 0, (byte) arguments[4], BUFFER)
                            : null);

    private GivenDelivery() {
    }

    /** The exchange of a consumer that was delivered a text message. */
    public static Exchange of(CamelContext camel, String body, Map<String, Object> properties) {
        return of(camel, body, properties, false, () -> false);
    }

    /** @param voided whether the broker has taken the message back */
    public static Exchange of(CamelContext camel, String body, Map<String, Object> properties, boolean redelivered,
            BooleanSupplier voided) {
        try {
            ActiveMQTextMessage message = new ActiveMQTextMessage(NOWHERE);
            message.setJMSRedelivered(redelivered);
            message.setText(body);
            for (Map.Entry<String, Object> property : properties.entrySet()) {
                message.setObjectProperty(property.getKey(), property.getValue());
            }
            return exchange(camel, message, new Consuming(voided));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The exchange of a consumer that was delivered a serialised object. */
    static Exchange ofNoText(CamelContext camel) {
        return exchange(camel, new ActiveMQObjectMessage(NOWHERE, null) {
            @Override
            public Serializable getObject() {
                throw new AssertionError("an object was asked for");
            }
        }, null);
    }

    private static Exchange exchange(CamelContext camel, Message message, Session session) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.setIn(new JmsMessage(exchange, message, session, new JmsBinding()));
        return exchange;
    }

    /** The session of a consumer, as far as a delivery asks it. */
    private static final class Consuming extends ActiveMQSession {

        private final BooleanSupplier voided;

        Consuming(BooleanSupplier voided) {
            super(null, null, true, false, SESSION_TRANSACTED, false, false, NOWHERE, TYPE_GENERIC_SESSION);
            this.voided = voided;
        }

        @Override
        public ClientSession getCoreSession() {
            return (ClientSession) Proxy.newProxyInstance(GivenDelivery.class.getClassLoader(),
                    new Class<?>[]{ClientSession.class},
                    (session, method, arguments) -> method.getName().equals("isRollbackOnly") && voided.getAsBoolean());
        }
    }
}
