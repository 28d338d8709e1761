package dev.sluice.health;

import dev.sluice.ledger.Database;
import dev.sluice.ledger.LedgerTime;
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
 * Ready only while the ledger can be used; steps wait for it meanwhile. A clock that is not believed holds up nothing
 * but pruning, and is told.
 */
@Singleton
@Startup
@Readiness
public class LedgerCheck implements HealthCheck {

    private final Database database;
    private final LedgerTime time;

    LedgerCheck(Database database, LedgerTime time, MeterRegistry metrics) {
        this.database = database;
        this.time = time;
        Gauge.builder("sluice.ledger.away", () -> database.absence() == null ? 0 : 1)
                .description("1 while the ledger cannot be used").register(metrics);
        Gauge.builder("sluice.clock.off", time::secondsOff).description("How far the clock is from the ledger's"
                + " time; 0 while it"
                + " is believed").baseUnit("seconds").register(metrics);
    }

    @Override
    public HealthCheckResponse call() {
        String absence = database.absence();
        String doubt = time.doubt();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("ledger").status(absence == null);
        if (absence != null) {
            response.withData("reason", Shown.line(absence));
        }
        if (doubt != null) {
            response.withData("pruning", "held: " + doubt);
        }
        return response.build();
    }
}
