package dev.sluice.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * Reads one queue over AMQP for as long as it is open, and connects again whenever the broker went away. A message that
 * comes twice because its acknowledgement was lost counts once, by its message id.
 */
final class Follower implements AutoCloseable {

    /** A message that came: its body as JSON, its correlation id, and the Sluice result's properties. */
    record Received(JsonNode body, String correlationId, String status, boolean isFinal) {
    }

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JmsConnectionFactory factory;
    private final String queue;
    private final Map<String, Received> received = new LinkedHashMap<>();
    private final Thread thread;
    private volatile boolean closed;

    Follower(int brokerPort, String queue) {
        this.factory = Upstream.factory(brokerPort);
        this.queue = queue;
        this.thread = new Thread(this::run, "follower of " + queue);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized List<Received> received() {
        return List.copyOf(received.values());
    }

    private void run() {
        while (!closed) {
            try (Connection connection = factory.createConnection()) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                connection.start();
                while (!closed) {
                    Message message = consumer.receive(200);
                    if (message != null) {
                        keep(message);
                    }
                }
            } catch (JMSException | RuntimeException e) {
                Pause.millis(50);
            }
        }
    }

    private synchronized void keep(Message message) throws JMSException {
        JsonNode body;
        try {
            body = MAPPER.readTree(message.getBody(String.class));
        } catch (JMSException | com.fasterxml.jackson.core.JsonProcessingException e) {
            body = MAPPER.getNodeFactory().textNode("unreadable: " + e.getMessage());
        }
        received.putIfAbsent(message.getJMSMessageID(), new Received(body, message.getJMSCorrelationID(),
                message.getStringProperty("status"),
                message.propertyExists("isFinal") && message.getBooleanProperty("isFinal")));
    }

    @Override
    public void close() {
        closed = true;
    }
}
