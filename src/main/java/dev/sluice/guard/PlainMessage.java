package dev.sluice.guard;

import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.reader.MessageUtil;

/**
 * What is stored of a request: its body, where to answer, its correlation id, what it is a part of, its time to live and its
 * priority; whose it is, as the broker noted, and for which tenant somebody sends it who looks after all of them.
 */
final class PlainMessage {

    private static final byte HIGHEST_PRIORITY = 9;
    private static final SimpleString FAULT = SimpleString.of(Fault.PROPERTY);
    private static final Set<SimpleString> KEPT = Set.of(MessageUtil.REPLYTO_HEADER_NAME,
            MessageUtil.CORRELATIONID_HEADER_NAME, Message.HDR_LARGE_BODY_SIZE, Message.HDR_VALIDATED_USER,
            SimpleString.of("sluiceTenant"), FAULT);
    /** A message property: what the request is a part of, as W3C's traces have it. */
    static final String TRACE = "traceparent";
    private static final int TRACE_LENGTH = 55;

    private PlainMessage() {
    }

    /** @throws Exception where it cannot be one */
    static ICoreMessage of(AMQPMessage message) throws Exception {
        AmqpContent content = AmqpContent.of(message);
        ICoreMessage plain = content.toCore(message);
        if (content.fault() != null) {
            mark(plain, content.fault());
        }
        strip(plain);
        return plain;
    }

    /** Makes it plain where it is. */
    static void strip(ICoreMessage message) {
        if (message.containsProperty(Message.HDR_SCHEDULED_DELIVERY_TIME)) {
            mark(message, Fault.DELIVERY_TIME);
        }
        for (SimpleString name : List.copyOf(message.getPropertyNames())) {
            if (!KEPT.contains(name) && !isTrace(message, name)) {
                message.removeProperty(name);
            }
        }
        message.setDurable(true);
        message.setPriority((byte) Math.max(0, Math.min(HIGHEST_PRIORITY, message.getPriority())));
        message.setExpiration(Math.max(0, message.getExpiration()));
    }

    private static boolean isTrace(ICoreMessage message, SimpleString name) {
        return name.toString().equals(TRACE)
                && message.getObjectProperty(name) instanceof SimpleString text && text.length() == TRACE_LENGTH;
    }

    private static void mark(ICoreMessage message, Fault fault) {
        message.putStringProperty(FAULT, SimpleString.of(fault.name()));
    }
}
