package dev.sluice.flow;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;

/** An upstream system below JMS, in the broker's own protocol: nothing checks what it writes into a header. */
final class CoreUpstream implements Upstream {

    private final ServerLocator locator;
    private final ClientSession session;

    CoreUpstream(int port) throws Exception {
        locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
        session = locator.createSessionFactory().createSession(true, true);
        session.start();
    }

    ClientSession session() {
        return session;
    }

    @Override
    public void send(Outgoing outgoing) {
        ClientMessage message = outgoing.body() instanceof byte[] ? session.createMessage(Message.BYTES_TYPE, true)
                : session.createMessage(Message.TEXT_TYPE, true);
        if (outgoing.body() instanceof byte[] bytes) {
            message.getBodyBuffer().writeBytes(bytes);
        } else {
            message.getBodyBuffer().writeNullableSimpleString(SimpleString.of((String) outgoing.body()));
        }
        send(outgoing, message);
    }

    /** Sends a message with a body of its own; that of {@code outgoing} does not count. */
    void send(Outgoing outgoing, ClientMessage message) {
        outgoing.properties().forEach(message::putObjectProperty);
        if (outgoing.correlationId() != null) {
            message.putStringProperty("JMSCorrelationID", outgoing.correlationId());
        }
        if (outgoing.replyTo() != null) {
            message.putStringProperty("JMSReplyTo", outgoing.replyTo());
        }
        try (ClientProducer producer = session.createProducer(outgoing.queue())) {
            producer.send(message);
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void listen(String queue, Consumer<Received> witness) {
        try {
            if (!session.queueQuery(SimpleString.of(queue)).isExists()) {
                session.createQueue(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
            }
            session.createConsumer(queue).setMessageHandler(message -> {
                witness.accept(received(queue, message));
                acknowledge(message);
            });
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void acknowledge(ClientMessage message) {
        try {
            message.acknowledge();
        } catch (ActiveMQException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Received received(String queue, ClientMessage message) {
        Map<String, Object> properties = new HashMap<>();
        message.getPropertyNames().stream().map(SimpleString::toString)
                .filter(name -> !name.matches("(JMS_?[A-Z]|_AMQ|__AMQ).*"))
                .forEach(name -> properties.put(name,
                        message.getObjectProperty(name) instanceof SimpleString text ? text.toString()
                                : message.getObjectProperty(name)));
        byte[] body;
        if (message.getType() == Message.TEXT_TYPE) {
            body = message.getReadOnlyBodyBuffer().readNullableSimpleString().toString()
                    .getBytes(StandardCharsets.UTF_8);
        } else {
            body = new byte[message.getReadOnlyBodyBuffer().readableBytes()];
            message.getReadOnlyBodyBuffer().readBytes(body);
        }
        return new Received("Core", queue, body, properties, correlation(message), null);
    }

    /** Bytes as clients of AMQP show them. */
    private static String correlation(ClientMessage message) {
        Object id = message.getObjectProperty("JMSCorrelationID");
        return id instanceof byte[] bytes ? "ID:AMQP_BINARY:" + HexFormat.of().withUpperCase().formatHex(bytes)
                : id == null ? null : id.toString();
    }

    @Override
    public void close() {
        locator.close();
    }
}
