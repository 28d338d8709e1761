package dev.sluice.cli;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * A message found on a queue.
 *
 * @param replyTo a queue's name, or null
 * @param id      the broker's own number of it, which is there even where the producer gave no message id
 */
public record Waiting(String queue, long id, String correlationId, String replyTo, String body) {

    static Waiting of(String queue, Message message) throws JMSException {
        long id = ((ActiveMQMessage) message).getCoreMessage().getMessageID();
        return new Waiting(queue, id, message.getJMSCorrelationID(), replyTo(message), body(message));
    }

    private static String replyTo(Message message) throws JMSException {
        return message.getJMSReplyTo() instanceof Queue queue ? queue.getQueueName() : null;
    }

    private static String body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        byte[] bytes = message.isBodyAssignableTo(byte[].class) ? message.getBody(byte[].class) : null;
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
