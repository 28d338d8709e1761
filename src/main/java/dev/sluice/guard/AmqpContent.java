package dev.sluice.guard;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPLargeMessage;
import org.apache.activemq.artemis.protocol.amqp.broker.AMQPMessage;
import org.apache.activemq.artemis.protocol.amqp.converter.AMQPMessageSupport;
import org.apache.activemq.artemis.protocol.amqp.converter.AmqpCoreConverter;
import org.apache.activemq.artemis.protocol.amqp.util.TLSEncode;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncodingCodes;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.codec.TypeConstructor;
import org.jspecify.annotations.Nullable;

/**
 * What counts of an AMQP message that is a request (AMQP 1.0, 3.2): one body, of which several data sections are the
 * parts, and who asks. A body of another form is kept as it was encoded.
 *
 * @param encoded    the whole message
 * @param asker      where to answer and the correlation id
 * @param replyTo    what kind of place the former is
 * @param trace      what it is a part of
 * @param body       data, or a value that is a text, binary or null; nothing where it is neither
 * @param fault      what is wrong with it beside its content, if anything
 */
record AmqpContent(byte[] encoded, Properties asker, MessageAnnotations replyTo, ApplicationProperties trace,
        @Nullable Section body,
        @Nullable Fault fault) {

    private static final Set<Symbol> DELIVERY_TIMES = Set.of(Symbol.valueOf("x-opt-delivery-time"),
            Symbol.valueOf("x-opt-delivery-delay"));

    /**
     * How the value of a section begins that is read (AMQP 1.0, 1.6): binary, and of the one kind text and null, too.
     */
    private static final Map<Class<?>, Set<Byte>> READ = Map.of(
            Data.class, Set.of(EncodingCodes.VBIN8, EncodingCodes.VBIN32),
            AmqpValue.class, Set.of(EncodingCodes.VBIN8, EncodingCodes.VBIN32, EncodingCodes.STR8, EncodingCodes.STR32,
                    EncodingCodes.NULL));

    static AmqpContent of(AMQPMessage message) {
        byte[] encoded = encoded(message);
        List<Section> body = new ArrayList<>();
        boolean other = false;
        Properties properties = null;
        Object replyToType = null;
        Object trace = null;
        Fault fault = null;
        DecoderImpl decoder = TLSEncode.getDecoder();
        try {
            ReadableBuffer buffer = ReadableBuffer.ByteBufferReader.wrap(encoded);
            decoder.setBuffer(buffer);
            while (buffer.hasRemaining()) {
                TypeConstructor<?> section = decoder.readConstructor();
                Class<?> type = section.getTypeClass();
                if (type == Properties.class) {
                    properties = (Properties) section.readValue();
                } else if (type == MessageAnnotations.class) {
                    Map<Symbol, Object> annotations = ((MessageAnnotations) section.readValue()).getValue();
                    replyToType = annotations.get(AMQPMessageSupport.JMS_REPLY_TO_TYPE_MSG_ANNOTATION);
                    fault = annotations.keySet().stream().anyMatch(DELIVERY_TIMES::contains) ? Fault.DELIVERY_TIME
                            : fault;
                } else if (type == ApplicationProperties.class) {
                    ApplicationProperties given = (ApplicationProperties) section.readValue();
                    fault = hasCollection(given) ? Fault.PROPERTIES : fault;
                    trace = given.getValue() == null ? null : given.getValue().get(PlainMessage.TRACE);
                } else if (READ.getOrDefault(type, Set.of()).contains(buffer.get(buffer.position()))) {
                    body.add((Section) section.readValue());
                } else {
                    // Not made anew: a collection may be nested deeper than there is stack, and larger than there is
                    // memory.
                    section.skipValue();
                    other |= type == AmqpValue.class || type == AmqpSequence.class || type == Data.class;
                }
            }
        } catch (RuntimeException | StackOverflowError e) {
            return new AmqpContent(encoded, asker(properties), replyTo(replyToType), trace(trace), null,
                    Fault.ENCODING);
        } finally {
            decoder.setBuffer(null);
        }
        Section one = other ? null : one(body);
        return new AmqpContent(encoded, asker(properties), replyTo(replyToType), trace(trace), one,
                one == null ? Fault.BODY : fault);
    }

    /** @throws Exception where even that cannot be a message of the broker */
    ICoreMessage toCore(AMQPMessage message) throws Exception {
        ICoreMessage core = AmqpCoreConverter.toCore(message, null, null, replyTo, asker, trace,
                body == null ? new Data(new Binary(encoded)) : body, null);
        if (body == null) {
            core.setType(Message.DEFAULT_TYPE);
        }
        return core;
    }

    private static byte[] encoded(AMQPMessage message) {
        if (message instanceof AMQPLargeMessage large) {
            ReadableBuffer buffer = large.getData();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        }
        ActiveMQBuffer record = ActiveMQBuffers.dynamicBuffer(message.getPersistSize());
        message.persist(record);
        byte[] bytes = new byte[record.readInt()];
        record.readBytes(bytes);
        return bytes;
    }

    private static Properties asker(@Nullable Properties properties) {
        Properties asker = new Properties();
        if (properties != null) {
            asker.setCorrelationId(properties.getCorrelationId());
            asker.setReplyTo(properties.getReplyTo());
            asker.setContentType(properties.getContentType());
        }
        return asker;
    }

    private static MessageAnnotations replyTo(@Nullable Object type) {
        return new MessageAnnotations(type instanceof Byte
                ? Map.of(AMQPMessageSupport.JMS_REPLY_TO_TYPE_MSG_ANNOTATION, type) : Map.of());
    }

    private static ApplicationProperties trace(@Nullable Object trace) {
        return new ApplicationProperties(trace instanceof String ? Map.of(PlainMessage.TRACE, trace) : Map.of());
    }

    private static boolean hasCollection(ApplicationProperties given) {
        return given.getValue() != null && given.getValue().values().stream().anyMatch(value -> value instanceof Map
                || value instanceof Collection || value != null && value.getClass().isArray());
    }

    /** The parts of a body as one; nothing where there are several values. */
    private static @Nullable Section one(List<Section> parts) {
        if (parts.size() < 2) {
            return parts.isEmpty() ? new Data(new Binary(new byte[0])) : parts.get(0);
        }
        return parts.stream().allMatch(Data.class::isInstance)
                ? new Data(Binary.combine(parts.stream().map(part -> ((Data) part).getValue()).toList())) : null;
    }
}
