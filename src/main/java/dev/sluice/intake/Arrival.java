package dev.sluice.intake;

import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * What is taken of a message of a producer: its body and where to answer. No other header is looked at, and none
 * travels on.
 *
 * @param body          text, or bytes
 * @param readable      whether it is a text or a bytes message
 * @param replyTo       name of the queue for the results, null for none
 * @param correlationId null for none
 */
public record Arrival(Object body, boolean readable, String replyTo, String correlationId) {

    public static Arrival of(Message message) throws JMSException {
        String replyTo = name(message.getJMSReplyTo());
        String correlationId = message.getJMSCorrelationID();
        if (message instanceof TextMessage text) {
            String body = text.getText();
            return new Arrival(body == null ? "" : body, true, replyTo, correlationId);
        }
        if (message instanceof BytesMessage bytes) {
            byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.reset();
            bytes.readBytes(body);
            return new Arrival(body, true, replyTo, correlationId);
        }
        return new Arrival(raw(message), false, replyTo, correlationId);
    }

    public byte[] bytes() {
        return body instanceof byte[] bytes ? bytes : ((String) body).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes of an object, map or stream message as they are, never read as what they claim to be. */
    private static byte[] raw(Message message) {
        ActiveMQBuffer buffer = ((ActiveMQMessage) message).getCoreMessage().getReadOnlyBodyBuffer();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    /** A topic keeps its prefix, so that no allowed name of a queue matches it. */
    private static String name(Destination destination) {
        if (destination == null) {
            return null;
        }
        String address = ((ActiveMQDestination) destination).getAddress();
        return destination instanceof Topic ? "topic://" + address : address.replaceFirst("^(queue://|/queue/)", "");
    }
}
