package dev.sluice.broker;

import jakarta.inject.Singleton;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Asks the broker something small, on a session of its own that does not wait for it to come back. */
@Singleton
public class BrokerProbe {

    private final Connections connections;
    private ClientSession session;

    BrokerProbe(Connections connections) {
        this.connections = connections;
    }

    /** Whether the broker answers now; known within seconds. */
    public synchronized boolean answers() {
        try {
            if (session == null || session.isClosed()) {
                session = connections.probe();
            }
            session.queueQuery(SimpleString.of("sluice.dead"));
            return true;
        } catch (ActiveMQException e) {
            close();
            return false;
        }
    }

    private void close() {
        try {
            if (session != null) {
                session.close();
            }
        } catch (ActiveMQException e) {
            // it is given up anyway
        }
        session = null;
    }
}
