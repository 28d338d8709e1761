package dev.sluice.broker;

import jakarta.jms.Session;
import org.apache.camel.component.jms.DefaultJmsMessageListenerContainer;
import org.apache.camel.component.jms.JmsEndpoint;

/**
 * A route's consumers, which let the broker alone while there is no message: by itself each commits nothing once a
 * second, and waits for the answer.
 */
class QuietContainer extends DefaultJmsMessageListenerContainer {

    QuietContainer(JmsEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    protected boolean shouldCommitAfterNoMessageReceived(Session session) {
        return false;
    }
}
