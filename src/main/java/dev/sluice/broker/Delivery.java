package dev.sluice.broker;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;
import org.messaginghub.pooled.jms.JmsPoolSession;

/**
 * A delivery of one of Sluice's own messages: everything that a step reads of it is read here. Nothing of a message is
 * converted: a property of another type than its own is not there, and a body is a text, or bytes, or unreadable; so no
 * object of another's making is ever deserialised.
 */
public final class Delivery {

    private static final String TAKEN = Delivery.class.getName();

    private final Message message;
    private final Session session;

    private Delivery(JmsMessage delivered) {
        message = delivered.getJmsMessage();
        session = delivered.getJmsSession();
    }

    /** The delivery that the exchange works on. */
    public static Delivery of(Exchange exchange) {
        return new Delivery(exchange.getMessage(JmsMessage.class));
    }

    /** The delivery, taken: the exchange is left with an empty message, so that no property travels on to a provider. */
    public static Delivery take(Exchange exchange) {
        Delivery delivery = of(exchange);
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        exchange.setProperty(TAKEN, delivery);
        return delivery;
    }

    /** The delivery that was taken from the exchange before. */
    public static Delivery taken(Exchange exchange) {
        return exchange.getProperty(TAKEN, Delivery.class);
    }

    /** @throws IllegalStateException when the message is no text message */
    public String text() {
        if (message instanceof TextMessage text) {
            return Objects.requireNonNullElse(read(text::getText), "");
        }
        throw new IllegalStateException("the message is no text message");
    }

    /** @throws IllegalStateException when the message is neither a text nor a bytes message */
    public byte[] bytes() {
        if (message instanceof BytesMessage binary) {
            return read(() -> {
                binary.reset();
                byte[] bytes = new byte[Math.toIntExact(binary.getBodyLength())];
                binary.readBytes(bytes);
                return bytes;
            });
        }
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException when there is no such text: the message is none of Sluice's own */
    public String required(String name) {
        String value = property(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalStateException("the message has no property " + name);
        }
        return value;
    }

    /** A property that is a text, null where there is none. */
    public String property(String name) {
        return property(name, String.class, null);
    }

    /** A property that is a number. */
    public int property(String name, int otherwise) {
        return property(name, Number.class, otherwise).intValue();
    }

    /** Whether a property is there and true. */
    public boolean is(String name) {
        return property(name, Boolean.class, false);
    }

    /**
     * Whether the broker takes the message for undelivered, since the connection broke after it was delivered: then it is,
     * or will be, delivered to another, who is the one to act on it.
     */
    public boolean isVoid() {
        try {
            Session inner = session instanceof JmsPoolSession pooled ? pooled.getInternalSession() : session;
            if (inner instanceof ActiveMQSession artemis) {
                ClientSession core = artemis.getCoreSession();
                return core.isClosed() || core.isRollbackOnly();
            }
            return false;
        } catch (JMSException e) {
            return true;
        }
    }

    /** Whether the message was delivered before: to somebody who died, or who may still be at work with it. */
    public boolean isRedelivered() {
        return read(message::getJMSRedelivered);
    }

    private <T> T property(String name, Class<T> type, T otherwise) {
        Object value = read(() -> message.getObjectProperty(name));
        return type.isInstance(value) ? type.cast(value) : otherwise;
    }

    private static <T> T read(Reading<T> reading) {
        try {
            return reading.read();
        } catch (JMSException e) {
            throw new IllegalStateException("the message cannot be read", e);
        }
    }

    private interface Reading<T> {
        T read() throws JMSException;
    }
}
