package dev.sluice.intake;

import dev.sluice.broker.CorrelationId;
import dev.sluice.broker.ReplyTo;
import dev.sluice.broker.SoundMessages;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.apache.camel.support.DefaultMessage;

/**
 * What is taken of a message of a producer: its body and where to answer. No other header is looked at, and none
 * travels on.
 *
 * @param body          text, or bytes
 * @param readable      whether it is a text or a bytes message
 * @param replyTo       the queue for the results as the producer wrote it, which may be no queue's name; null for none
 * @param correlationId null for none
 */
public record Arrival(Object body, boolean readable, String replyTo, CorrelationId correlationId) {

    /**
     * The JMS message of an exchange, which is left with an empty one: no header travels on, and none is converted, for
     * a producer can write one that fails to be.
     */
    public static Message take(Exchange exchange) {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        exchange.setMessage(new DefaultMessage(exchange.getContext()));
        return message;
    }

    public static Arrival of(Message message) throws JMSException {
        String replyTo = replyTo(message);
        CorrelationId correlationId = CorrelationId.of(message);
        if (message instanceof TextMessage text) {
            String body = text.getText();
            return new Arrival(body == null ? "" : body, true, replyTo, correlationId);
        }
        return new Arrival(raw(message), message instanceof BytesMessage, replyTo, correlationId);
    }

    public byte[] bytes() {
        return body instanceof byte[] bytes ? bytes : ((String) body).getBytes(StandardCharsets.UTF_8);
    }

    /** The bytes as they are, and as many as there are, whatever the message says of them. */
    private static byte[] raw(Message message) {
        ActiveMQBuffer buffer = ((ActiveMQMessage) message).getCoreMessage().getBodyBuffer();
        buffer.resetReaderIndex();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static String replyTo(Message message) {
        SimpleString text = ((ActiveMQMessage) message).getCoreMessage().getSimpleStringProperty(SoundMessages.REPLY_TO);
        return text == null ? null : ReplyTo.queue(text.toString());
    }
}
