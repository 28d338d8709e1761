package dev.sluice.flow;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.qpid.jms.message.JmsMessage;
import org.apache.qpid.jms.provider.amqp.message.AmqpJmsMessageFacade;

/** An upstream system that speaks JMS: over AMQP 1.0 with qpid-jms, or over Core with the broker's own client. */
final class JmsUpstream implements Upstream {

    private final String protocol;
    private final Connection connection;
    private final Session sending;
    private final MessageProducer producer;
    private final Map<String, TemporaryQueue> temporary = new ConcurrentHashMap<>();

    JmsUpstream(String protocol, ConnectionFactory factory) {
        this.protocol = protocol;
        try {
            connection = factory.createConnection();
            connection.start();
            sending = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            producer = sending.createProducer(null);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    static JmsUpstream amqp(int port) {
        return new JmsUpstream("AMQP", new JmsConnectionFactory("amqp://127.0.0.1:" + port));
    }

    static JmsUpstream core(int port) {
        return new JmsUpstream("Core", new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port));
    }

    /** Leaves the message id out of everything that is sent from now on. */
    JmsUpstream withoutMessageIds() throws JMSException {
        producer.setDisableMessageID(true);
        return this;
    }

    Session session() {
        return sending;
    }

    /** A temporary queue of this connection; what arrives there is the witness's. */
    synchronized String temporaryQueue(Consumer<Received> witness) {
        try {
            TemporaryQueue queue = sending.createTemporaryQueue();
            temporary.put(queue.getQueueName(), queue);
            consume(queue, queue.getQueueName(), null, witness);
            return queue.getQueueName();
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void send(Outgoing outgoing) {
        try {
            Message message;
            if (outgoing.body() instanceof byte[] bytes) {
                BytesMessage binary = sending.createBytesMessage();
                binary.writeBytes(bytes);
                message = binary;
            } else {
                message = sending.createTextMessage((String) outgoing.body());
            }
            send(outgoing, message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a message of another type; the body of {@code outgoing} does not count. */
    synchronized void send(Outgoing outgoing, Message message) throws JMSException {
        for (Map.Entry<String, Object> property : outgoing.properties().entrySet()) {
            message.setObjectProperty(property.getKey(), property.getValue());
        }
        message.setJMSCorrelationID(outgoing.correlationId());
        if (outgoing.replyTo() != null) {
            Destination replyTo = temporary.get(outgoing.replyTo());
            message.setJMSReplyTo(replyTo == null ? sending.createQueue(outgoing.replyTo()) : replyTo);
        }
        producer.send(sending.createQueue(outgoing.queue()), message);
    }

    @Override
    public void listen(String queue, Consumer<Received> witness) {
        listen(queue, null, witness);
    }

    void listen(String queue, String selector, Consumer<Received> witness) {
        try {
            consume(sending.createQueue(queue), queue, selector, witness);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private void consume(Destination destination, String queue, String selector, Consumer<Received> witness)
            throws JMSException {
        MessageConsumer consumer = connection.createSession(Session.AUTO_ACKNOWLEDGE).createConsumer(destination,
                selector);
        consumer.setMessageListener(message -> witness.accept(received(queue, message)));
    }

    private Received received(String queue, Message message) {
        try {
            Map<String, Object> properties = new HashMap<>();
            for (Object name : Collections.list(message.getPropertyNames())) {
                if (!name.toString().matches("(JMS_?[A-Z]|_AMQ|__AMQ).*")) {
                    properties.put(name.toString(), message.getObjectProperty(name.toString()));
                }
            }
            return new Received(protocol, queue, body(message), properties, message.getJMSCorrelationID(),
                    contentType(message));
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText().getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[Math.toIntExact(((BytesMessage) message).getBodyLength())];
        ((BytesMessage) message).readBytes(bytes);
        return bytes;
    }

    private static String contentType(Message message) {
        return message instanceof JmsMessage amqp && amqp.getFacade() instanceof AmqpJmsMessageFacade facade
                && facade.getContentType() != null ? facade.getContentType().toString() : null;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (JMSException e) {
            // it is given up
        }
    }
}
