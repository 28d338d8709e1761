package dev.sluice.cli;

import dev.sluice.broker.CorrelationIds;
import dev.sluice.broker.ReplyTo;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.jspecify.annotations.Nullable;

/**
 * A message found on a queue.
 *
 * @param replyTo a queue's name, if there is one
 * @param id      the broker's own number of it, which is there even where the producer gave no message id
 */
public record Waiting(String queue, long id, @Nullable String correlationId, @Nullable String replyTo, String body) {

    static Waiting of(String queue, Message message) throws JMSException {
        long id = ((ActiveMQMessage) message).getCoreMessage().getMessageID();
        return new Waiting(queue, id, Objects.toString(CorrelationIds.of(message), null), replyTo(message),
                body(message));
    }

    private static @Nullable String replyTo(Message message) {
        Object replyTo = ((ActiveMQMessage) message).getCoreMessage()
                .getObjectProperty(MessageUtil.REPLYTO_HEADER_NAME);
        return replyTo instanceof SimpleString text ? ReplyTo.queue(text.toString()) : null;
    }

    private static String body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText() == null ? "" : text.getText();
        }
        byte[] bytes = message.isBodyAssignableTo(byte[].class) ? message.getBody(byte[].class) : null;
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
