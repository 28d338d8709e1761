package dev.sluice.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * Consumers that take what waits in one queue transaction, up to {@link #MOST} messages, where each is short work: a
 * commit is what costs most of it. A message that had to wait for nobody is a transaction of its own. One that came
 * before is the last of its transaction: a message that always fails takes each of those before it back with it once.
 */
final class BatchContainer extends QuietContainer {

    static final int MOST = 20;
    /** One that is received sooner probably lay there already, behind a broker that is not far away. */
    private static final long WAITED_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** The consumer of this thread whose message waited. */
    private final ThreadLocal<@Nullable MessageConsumer> backlog = new ThreadLocal<>();

    BatchContainer(JmsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected @Nullable Message receiveMessage(MessageConsumer consumer) throws JMSException {
        long began = System.nanoTime();
        Message message = super.receiveMessage(consumer);
        backlog.set(System.nanoTime() - began < WAITED_NANOS ? consumer : null);
        return message;
    }

    @Override
    protected void invokeListener(Session session, Message message) throws JMSException {
        super.invokeListener(session, message);
        MessageConsumer consumer = backlog.get();
        Message last = message;
        for (int taken = 1; consumer != null && taken < MOST && !last.getJMSRedelivered() && isRunning(); taken++) {
            Message next = consumer.receiveNoWait();
            if (next == null) {
                return;
            }
            super.invokeListener(session, next);
            last = next;
        }
    }
}
