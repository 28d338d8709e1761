package dev.sluice.cli;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Dead letters as Sluice leaves them, and what is found on queues afterwards. */
public final class GivenDead {

    /** How a message is made that is not a plain text. */
    interface Make {
        Message on(Session session) throws JMSException;
    }

    private final TestBroker broker;

    public GivenDead(TestBroker broker) {
        this.broker = broker;
    }

    /** @return the message's id without {@code ID:} */
    public String text(String body, String queue, Map<String, Object> properties) {
        return put(session -> session.createTextMessage(body), queue, properties);
    }

    public String bytes(byte[] body, String queue, Map<String, Object> properties) {
        return put(session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(body);
            return message;
        }, queue, properties);
    }

    private String put(Make make, String queue, Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(Map.of("deadReason", "order: is required", "deadCategory", "VALIDATION",
                "deadQueue", queue, "deadAt", "2026-11-22T00:10:41.149Z", "deadFingerprint", "0a1b2c3d"));
        all.putAll(properties);
        try (BrokerClient client = broker.client()) {
            return client.call(session -> {
                Message message = make.on(session);
                Object correlationId = all.remove("correlationId");
                if (correlationId instanceof byte[] bytes) {
                    message.setJMSCorrelationIDAsBytes(bytes);
                } else {
                    message.setJMSCorrelationID((String) correlationId);
                }
                for (Map.Entry<String, Object> property : all.entrySet()) {
                    message.setObjectProperty(property.getKey(), property.getValue());
                }
                session.createProducer(session.createQueue("sluice.dead")).send(message);
                session.commit();
                return message.getJMSMessageID().substring("ID:".length());
            });
        }
    }

    /** What is on a queue; it is taken away. */
    public List<Taken> taken(String queue) {
        try (BrokerClient client = broker.client()) {
            return client.call(session -> {
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                List<Taken> taken = new ArrayList<>();
                for (Message message = consumer.receiveNoWait(); message != null; message = consumer.receiveNoWait()) {
                    taken.add(Taken.of(message));
                }
                session.commit();
                return taken;
            });
        }
    }

    /**
     * @param kind               {@code text} or {@code bytes}
     * @param correlationIdBytes null where it is a text, or none
     */
    public record Taken(String kind, byte[] body, String correlationId, byte[] correlationIdBytes, String replyTo,
            Map<String, Object> properties) {

        static Taken of(Message message) throws JMSException {
            boolean bytes = message instanceof BytesMessage;
            Map<String, Object> properties = new HashMap<>();
            for (Object name : java.util.Collections.list(message.getPropertyNames())) {
                properties.put((String) name, message.getObjectProperty((String) name));
            }
            return new Taken(bytes ? "bytes" : "text", bytes ? message.getBody(byte[].class)
                    : message.getBody(String.class).getBytes(StandardCharsets.UTF_8), message.getJMSCorrelationID(),
                    message.getJMSCorrelationIDAsBytes(),
                    message.getJMSReplyTo() instanceof jakarta.jms.Queue queue ? queue.getQueueName() : null,
                    properties);
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }
}
