package dev.sluice.process;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Takes the messages of a queue and only counts them, for they may be many. */
final class Counter implements AutoCloseable {

    private final JmsConnectionFactory factory;
    private final String queue;
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    Counter(int brokerPort, String queue) {
        this.factory = Upstream.factory(brokerPort);
        this.queue = queue;
        Thread thread = new Thread(this::run, "counter of " + queue);
        thread.setDaemon(true);
        thread.start();
    }

    int count() {
        return count.get();
    }

    private void run() {
        while (!closed) {
            try (Connection connection = factory.createConnection()) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
                connection.start();
                while (!closed) {
                    if (consumer.receive(200) != null) {
                        count.incrementAndGet();
                    }
                }
            } catch (JMSException | RuntimeException e) {
                Pause.millis(50);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
