package dev.sluice.intake;

import dev.sluice.guard.Fault;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
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
 * @param replyTo       name of the queue for the results, null for none
 * @param correlationId null for none, and for one of more than 32 Ki characters
 * @param fault         what the broker saw to be wrong with it, null for nothing
 */
public record Arrival(Object body, boolean readable, String replyTo, String correlationId, Fault fault) {

    /** A broker's record of a message has an end; what is published has to fit where the message did, and more beside it. */
    private static final String DELIVERY_TIME = org.apache.activemq.artemis.api.core.Message.HDR_SCHEDULED_DELIVERY_TIME.toString();
    private static final int LONGEST_HEADER = 32 << 10;

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
        String replyTo = name(message.getJMSReplyTo());
        String correlationId = message.getJMSCorrelationID();
        if (correlationId != null && correlationId.length() > LONGEST_HEADER) {
            correlationId = null;
        }
        if (message instanceof TextMessage text) {
            String body = text.getText();
            return new Arrival(body == null ? "" : body, true, replyTo, correlationId, fault(message));
        }
        return new Arrival(raw(message), message instanceof BytesMessage, replyTo, correlationId, fault(message));
    }

    /** Also of a broker that does not look at what it takes: it has kept the message back by now. */
    private static Fault fault(Message message) throws JMSException {
        Object marked = message.getObjectProperty(Fault.PROPERTY);
        return Stream.of(Fault.values()).filter(fault -> fault.name().equals(marked)).findFirst()
                .orElse(message.propertyExists(DELIVERY_TIME) ? Fault.DELIVERY_TIME : null);
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

    /** A topic keeps its prefix and what is too long ends in a star, so that no allowed name of a queue matches it. */
    private static String name(Destination destination) {
        if (destination == null) {
            return null;
        }
        String address = ((ActiveMQDestination) destination).getAddress();
        if (address.length() > LONGEST_HEADER) {
            return address.substring(0, LONGEST_HEADER) + "*";
        }
        return destination instanceof Topic ? "topic://" + address : address.replaceFirst("^(queue://|/queue/)", "");
    }
}
