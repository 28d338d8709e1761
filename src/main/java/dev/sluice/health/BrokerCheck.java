package dev.sluice.health;

import dev.sluice.broker.BrokerWatch;
import dev.sluice.broker.Room;
import dev.sluice.text.Shown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Ready only while every route consumes; health that stays up while the broker is away is a lie that Kubernetes
 * believes. A broker that is full is no reason: to be read is what it needs, and who is not ready is not reached.
 */
@Singleton
@Startup
@Readiness
public class BrokerCheck implements HealthCheck {

    private final BrokerWatch broker;
    private final Room room;

    BrokerCheck(BrokerWatch broker, Room room, MeterRegistry metrics) {
        this.broker = broker;
        this.room = room;
        Gauge.builder("sluice.broker.away", () -> broker.absence() == null ? 0 : 1)
                .description("1 while nothing is taken from the queues").register(metrics);
        Gauge.builder("sluice.broker.full", () -> room.absence() == null ? 0 : 1)
                .description("1 while the broker takes no messages").register(metrics);
    }

    @Override
    public HealthCheckResponse call() {
        String absence = broker.absence();
        String fullness = room.absence();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("broker").status(absence == null);
        String reason = absence == null ? fullness : absence;
        if (reason != null) {
            response.withData("reason", Shown.line(reason));
        }
        return response.build();
    }
}
