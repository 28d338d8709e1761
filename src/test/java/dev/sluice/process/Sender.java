package dev.sluice.process;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import org.apache.qpid.jms.JmsConnectionFactory;

/**
 * The upstream system: sends its requests over AMQP, one after the other, each until the broker has confirmed it. What
 * was sent while the broker died may be sent twice.
 */
final class Sender implements AutoCloseable {

    private final JmsConnectionFactory factory;
    private final Deque<Asked> waiting = new ArrayDeque<>();
    private final IntPredicate mayGoOn;
    private final Thread thread;
    private final Set<String> sent = new HashSet<>();
    private volatile boolean closed;

    /** @param mayGoOn told how many requests are sent already, says whether there may be more for now */
    Sender(int brokerPort, List<Asked> load, IntPredicate mayGoOn) {
        this(Upstream.factory(brokerPort), load, mayGoOn);
    }

    Sender(JmsConnectionFactory factory, List<Asked> load, IntPredicate mayGoOn) {
        this.factory = factory;
        this.mayGoOn = mayGoOn;
        load.forEach(asked -> {
            for (int i = 0; i < asked.times(); i++) {
                waiting.add(asked);
            }
        });
        this.thread = new Thread(this::run, "sender");
        thread.setDaemon(true);
        thread.start();
    }

    boolean done() {
        return !thread.isAlive();
    }

    private void run() {
        while (!waiting.isEmpty() && !closed) {
            try (Connection connection = factory.createConnection()) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(null);
                while (!waiting.isEmpty() && !closed) {
                    if (!mayGoOn.test(sent.size())) {
                        Pause.millis(20);
                        continue;
                    }
                    Asked next = waiting.peek();
                    producer.setDisableMessageID(sent.size() % 2 == 0);
                    producer.send(session.createQueue(next.queue()), session.createTextMessage(next.body()));
                    waiting.remove();
                    sent.add(next.requestId());
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
