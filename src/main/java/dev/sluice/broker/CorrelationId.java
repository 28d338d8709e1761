package dev.sluice.broker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.AMQPMessageIdHelper;
import org.apache.activemq.artemis.protocol.amqp.exceptions.ActiveMQAMQPIllegalStateException;
import org.apache.activemq.artemis.reader.MessageUtil;

/**
 * By what a producer knows its results again: a text or bytes, which come back as they came. The uuid or ulong of an AMQP
 * client is a text here, which the broker makes a uuid or ulong again.
 */
public final class CorrelationId {

    /** A broker's record of a message has an end; what is published has to fit where the message did, and more beside it. */
    private static final int LONGEST = 32 << 10;
    private static final String BYTES = "bytes";

    /** A {@link String}, or a {@code byte[]}. */
    private final Object value;

    private CorrelationId(Object value) {
        this.value = value;
    }

    /** Null for null. */
    public static CorrelationId of(String text) {
        return text == null ? null : new CorrelationId(text);
    }

    /**
     * That of a message; null for none, and for one that cannot come back as it came: longer than 32 Ki characters or
     * bytes, or a text that would keep AMQP clients from the whole result, since it is no characters or says of itself
     * that it is a uuid, ulong or binary and is not.
     */
    public static CorrelationId of(Message message) {
        Object found = core(message).getObjectProperty(MessageUtil.CORRELATIONID_HEADER_NAME);
        if (found instanceof byte[] bytes) {
            return bytes.length > LONGEST ? null : new CorrelationId(bytes.clone());
        }
        String text = found == null ? null : found.toString();
        return text == null || text.length() > LONGEST || !isPresentable(text) ? null : new CorrelationId(text);
    }

    /** As {@link #json()} wrote it; null for none. */
    public static CorrelationId read(JsonNode node) {
        if (node.path(BYTES).isTextual()) {
            return new CorrelationId(Base64.getDecoder().decode(node.path(BYTES).asText()));
        }
        return node.isTextual() ? new CorrelationId(node.asText()) : null;
    }

    public JsonNode json() {
        return value instanceof byte[] bytes ? Json.object().put(BYTES, Base64.getEncoder().encodeToString(bytes))
                : Json.object().textNode((String) value);
    }

    /** Gives it to a message that is to be sent. */
    public void put(Message message) throws JMSException {
        if (value instanceof byte[] bytes) {
            core(message).putBytesProperty(MessageUtil.CORRELATIONID_HEADER_NAME, bytes);
        } else {
            message.setJMSCorrelationID((String) value);
        }
    }

    /** The text; of bytes what JMS clients of AMQP show. */
    @Override
    public String toString() {
        return value instanceof byte[] bytes ? AMQPMessageIdHelper.JMS_ID_PREFIX + AMQPMessageIdHelper.AMQP_BINARY_PREFIX
                + HexFormat.of().withUpperCase().formatHex(bytes) : (String) value;
    }

    private static boolean isPresentable(String text) {
        try {
            AMQPMessageIdHelper.INSTANCE.toIdObject(text);
            return StandardCharsets.UTF_8.newEncoder().canEncode(text);
        } catch (ActiveMQAMQPIllegalStateException e) {
            return false;
        }
    }

    private static ICoreMessage core(Message message) {
        return ((ActiveMQMessage) message).getCoreMessage();
    }
}
