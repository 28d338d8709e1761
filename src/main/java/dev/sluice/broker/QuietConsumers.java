package dev.sluice.broker;

import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.jms.MessageListenerContainerFactory;
import org.springframework.jms.listener.AbstractMessageListenerContainer;

/**
 * The routes' consumers, which let the broker alone while there is no message: by itself each commits nothing once a
 * second, and waits for the answer.
 */
@Singleton
@Named("quietConsumers")
@Unremovable
public class QuietConsumers implements MessageListenerContainerFactory {

    @Override
    public AbstractMessageListenerContainer createMessageListenerContainer(JmsEndpoint endpoint) {
        return new DefaultJmsMessageListenerContainer(endpoint) {
            @Override
            protected boolean shouldCommitAfterNoMessageReceived(Session session) {
                return false;
            }
        };
    }
}
