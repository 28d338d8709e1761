package dev.sluice.health;

import dev.sluice.broker.Connections;
import jakarta.inject.Singleton;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the broker answers; health that stays up while the broker is away is a lie that Kubernetes believes. */
@Singleton
@Readiness
public class BrokerCheck implements HealthCheck {

    private final Connections connections;
    private ClientSession session;

    BrokerCheck(Connections connections) {
        this.connections = connections;
    }

    @Override
    public synchronized HealthCheckResponse call() {
        try {
            if (session == null || session.isClosed()) {
                session = connections.probe();
            }
            session.queueQuery(SimpleString.of("sluice.dead"));
            return HealthCheckResponse.up("broker");
        } catch (ActiveMQException e) {
            close();
            return HealthCheckResponse.named("broker").down().withData("reason", "the broker does not answer").build();
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
