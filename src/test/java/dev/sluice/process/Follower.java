package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Reads one queue over AMQP for as long as it is open, and connects again whenever the broker went away. A message that
 * comes twice because its acknowledgement was lost counts once, by its message id.
 */
final class Follower implements AutoCloseable {

    /** A message that came: its body as JSON, its correlation id, and the Sluice result's properties. */
    record Received(JsonNode body, String correlationId, String statusProperty, boolean finalProperty) {

        String requestId() {
            return body.path("requestId").asText();
        }

        String status() {
            return body.path("status").asText();
        }

        int sequence() {
            return body.path("sequence").asInt();
        }

        boolean isFinal() {
            return body.path("final").asBoolean();
        }
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JmsConnectionFactory factory;
    private final String queue;
    private final Consumer<Received> receiver;
    private final Set<String> seen = new HashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    Follower(int brokerPort, String queue, Consumer<Received> receiver) {
        this(Upstream.factory(brokerPort), queue, receiver);
    }

    Follower(JmsConnectionFactory factory, String queue, Consumer<Received> receiver) {
        this.factory = factory;
        this.queue = queue;
        this.receiver = receiver;
        thread = new Thread(this::run, "follower of " + queue);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = factory.createConnection()) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                connection.start();
                while (!closed) {
                    Message message = consumer.receive(200);
                    if (message != null && seen.add(message.getJMSMessageID())) {
                        receiver.accept(read(message));
                    }
                }
            } catch (JMSException | RuntimeException e) {
                Pause.millis(50);
            }
        }
    }

    private static Received read(Message message) throws JMSException {
        JsonNode body;
        try {
            body = MAPPER.readTree(message.getBody(String.class));
        } catch (JMSException | com.fasterxml.jackson.core.JsonProcessingException e) {
            body = MAPPER.getNodeFactory().textNode("unreadable: " + e.getMessage());
        }
        return new Received(body, message.getJMSCorrelationID(), message.getStringProperty("status"),
                message.propertyExists("isFinal") && message.getBooleanProperty("isFinal"));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
