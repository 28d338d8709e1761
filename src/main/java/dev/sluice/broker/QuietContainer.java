package dev.sluice.broker;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.jms.support.JmsUtils;

/**
 * A route's consumers, which let the broker alone while there is no message: by itself each commits nothing whenever it
 * waited in vain, and waits for the answer. They wait for long, for one that gives up asks the broker whether there is
 * really nothing; so when the route ends, those that wait are closed, which wakes them.
 */
class QuietContainer extends DefaultJmsMessageListenerContainer {

    private final Set<MessageConsumer> waiting = new HashSet<>();
    private boolean ended;

    QuietContainer(JmsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected boolean shouldCommitAfterNoMessageReceived(Session session) {
        return false;
    }

    @Override
    protected @Nullable Message receiveMessage(MessageConsumer consumer) throws JMSException {
        synchronized (waiting) {
            if (ended) {
                return null;
            }
            waiting.add(consumer);
        }
        try {
            return super.receiveMessage(consumer);
        } finally {
            synchronized (waiting) {
                waiting.remove(consumer);
            }
        }
    }

    /** Nothing is processed any more: whoever has a message in hand gives it back. */
    @Override
    protected void doShutdown() throws JMSException {
        List<MessageConsumer> idle;
        synchronized (waiting) {
            ended = true;
            idle = List.copyOf(waiting);
        }
        idle.forEach(JmsUtils::closeMessageConsumer);
        super.doShutdown();
    }
}
