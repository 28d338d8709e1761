package dev.sluice.broker;

import dev.sluice.step.Held;
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
import org.jspecify.annotations.Nullable;
import org.messaginghub.pooled.jms.JmsPoolSession;

/**
 * A delivery of one of Sluice's own messages: everything that a step reads of it is read here. Nothing of a message is
 * converted: a property of another type than its own is not there, and a body is a text, or bytes, or unreadable; so no
 * object of another's making is ever deserialised.
 */
public final class Delivery implements Held {

    private final Message message;
    private final Session session;

    private Delivery(JmsMessage delivered) {
        message = delivered.getJmsMessage();
        session = delivered.getJmsSession();
    }

    /**
     * The delivery that the exchange works on; the exchange is left with an empty message, so that no property travels
     * on.
     */
    public static Delivery take(Exchange exchange) {
        Delivery delivery = new Delivery(exchange.getMessage(JmsMessage.class));
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        return delivery;
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

    /** A property that is a text, where there is one. */
    public @Nullable String property(String name) {
        return read(() -> message.getObjectProperty(name)) instanceof String text ? text : null;
    }

    @Override
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

    @Override
    public boolean isRedelivered() {
        return read(message::getJMSRedelivered);
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
