package dev.sluice.health;

import dev.sluice.broker.BrokerProbe;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the broker answers; health that stays up while the broker is away is a lie that Kubernetes believes. */
@Singleton
@Readiness
public class BrokerCheck implements HealthCheck {

    private final BrokerProbe broker;

    BrokerCheck(BrokerProbe broker) {
        this.broker = broker;
    }

    @Override
    public HealthCheckResponse call() {
        return broker.answers() ? HealthCheckResponse.up("broker")
                : HealthCheckResponse.named("broker").down().withData("reason", "the broker does not answer").build();
    }
}
