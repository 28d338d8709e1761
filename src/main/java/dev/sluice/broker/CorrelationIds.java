package dev.sluice.broker;

import dev.sluice.step.CorrelationId;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.AMQPMessageIdHelper;
import org.apache.activemq.artemis.protocol.amqp.exceptions.ActiveMQAMQPIllegalStateException;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.jspecify.annotations.Nullable;

/**
 * Correlation ids of messages. The uuid or ulong of an AMQP client is a text here, which the broker makes a uuid or
 * ulong again.
 */
public final class CorrelationIds {

    /**
     * A broker's record of a message has an end; what is published has to fit where the message did, and more beside
     * it.
     */
    private static final int LONGEST = 32 << 10;

    private CorrelationIds() {
    }

    /**
     * That of a message; none also for one that cannot come back as it came: longer than 32 Ki characters or
     * bytes, or a text that would keep AMQP clients from the whole result, since it is no characters or says of itself
     * that it is a uuid, ulong or binary and is not.
     */
    public static @Nullable CorrelationId of(Message message) {
        Object found = core(message).getObjectProperty(MessageUtil.CORRELATIONID_HEADER_NAME);
        if (found instanceof byte[] bytes) {
            return bytes.length > LONGEST ? null : CorrelationId.of(bytes);
        }
        String text = found == null ? null : found.toString();
        return text == null || text.length() > LONGEST || !isPresentable(text) ? null : CorrelationId.of(text);
    }

    /** Gives it to a message that is to be sent. */
    public static void put(CorrelationId id, Message message) throws JMSException {
        if (id.value() instanceof byte[] bytes) {
            core(message).putBytesProperty(MessageUtil.CORRELATIONID_HEADER_NAME, bytes);
        } else {
            message.setJMSCorrelationID((String) id.value());
        }
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
