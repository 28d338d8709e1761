package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.CorrelationIds;
import dev.sluice.broker.ReplyTo;
import dev.sluice.broker.SoundMessages;
import dev.sluice.guard.Fault;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.passage.Passage;
import dev.sluice.step.CorrelationId;
import dev.sluice.step.Submission;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;
import org.jspecify.annotations.Nullable;

/**
 * What is taken of a message of a producer: its body, where to answer and what it is a part of. No other header is looked at, and none
 * travels on.
 *
 * @param body          text, or bytes
 * @param readable      whether it is a text or a bytes message
 * @param replyTo       the queue for the results as the producer wrote it, which may be no queue's name
 * @param correlationId if there is one
 * @param trace         what it is a part of, as the producer wrote it, which may be nothing of the kind
 * @param fault         what the broker saw to be wrong with it, if anything
 */
public record Arrival(Object body, boolean readable, @Nullable String replyTo, @Nullable CorrelationId correlationId,
        @Nullable String trace, @Nullable Fault fault) {

    private static final int LARGEST_BODY = 64 << 10;
    private static final String DELIVERY_TIME = org.apache.activemq.artemis.api.core.Message.HDR_SCHEDULED_DELIVERY_TIME
            .toString();

    /**
     * The JMS message of an exchange, whose passage begins: it is left with an empty one: no header travels on, and
     * none is converted, for a producer can write one that fails to be.
     */
    public static Message take(Exchange exchange) {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        Passage.begin(exchange);
        return message;
    }

    public static Arrival of(Message message) throws JMSException {
        String replyTo = replyTo(message);
        CorrelationId correlationId = CorrelationIds.of(message);
        String trace = property(message, Submission.TRACE, String.class);
        if (message instanceof TextMessage text) {
            String body = text.getText();
            return new Arrival(body == null ? "" : body, true, replyTo, correlationId, trace, fault(message));
        }
        return new Arrival(raw(message), message instanceof BytesMessage, replyTo, correlationId, trace,
                fault(message));
    }

    /** One that nobody is to be answered. */
    public static Arrival unasked(Object body) {
        return new Arrival(body, true, null, null, null, null);
    }

    /** Also of a broker that does not look at what it takes: it has kept the message back by now. */
    private static @Nullable Fault fault(Message message) {
        String marked = property(message, Fault.PROPERTY, String.class);
        return Stream.of(Fault.values()).filter(fault -> fault.name().equals(marked)).findFirst()
                .orElse(property(message, DELIVERY_TIME, Object.class) != null ? Fault.DELIVERY_TIME : null);
    }

    /** The same without a queue for the results. */
    Arrival unanswerable() {
        return new Arrival(body, readable, null, correlationId, trace, fault);
    }

    public byte[] bytes() {
        return body instanceof byte[] bytes ? bytes : ((String) body).getBytes(StandardCharsets.UTF_8);
    }

    /** A property of the message as it was written; none where it is of another type. */
    public static <T> @Nullable T property(Message message, String name, Class<T> type) {
        Object value = ((ActiveMQMessage) message).getCoreMessage().getObjectProperty(SimpleString.of(name));
        Object plain = value instanceof SimpleString text ? text.toString() : value;
        return type.isInstance(plain) ? type.cast(plain) : null;
    }

    /** The JSON object that the body is. */
    ObjectNode object() throws Unreadable {
        if (!readable) {
            throw new Unreadable(fault == null ? "it is neither a text nor a bytes message" : fault.text());
        }
        byte[] bytes = bytes();
        if (bytes.length > LARGEST_BODY) {
            throw new Unreadable("the body is larger than 64 KiB");
        }
        JsonNode read = body instanceof String text ? Json.read(text, Json.Numbers.AMOUNT_AS_TEXT)
                : Json.read(bytes, Json.Numbers.AMOUNT_AS_TEXT);
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new Unreadable("the body is not a JSON object");
    }

    /** The body as a text; bytes that are none have other characters in it. */
    String text() {
        return body instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : (String) body;
    }

    /**
     * The body as every client can be given it: a text that holds half a character, which is no text to most, as
     * UTF-16.
     */
    Object presentable() {
        if (body instanceof String text && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            ByteBuffer bytes = ByteBuffer.allocate(Character.BYTES * text.length());
            bytes.asCharBuffer().put(text);
            return bytes.array();
        }
        return body;
    }

    /** The bytes as they are, and as many as there are, whatever the message says of them. */
    private static byte[] raw(Message message) {
        ActiveMQBuffer buffer = ((ActiveMQMessage) message).getCoreMessage().getBodyBuffer();
        buffer.resetReaderIndex();
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static @Nullable String replyTo(Message message) {
        SimpleString text = ((ActiveMQMessage) message).getCoreMessage()
                .getSimpleStringProperty(SoundMessages.REPLY_TO);
        return text == null ? null : ReplyTo.queue(text.toString());
    }
}
