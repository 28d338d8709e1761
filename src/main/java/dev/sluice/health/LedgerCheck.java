package dev.sluice.health;

import dev.sluice.ledger.Database;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready only while the ledger can be used; steps wait for it meanwhile. */
@Singleton
@Readiness
public class LedgerCheck implements HealthCheck {

    private final Database database;

    LedgerCheck(Database database) {
        this.database = database;
    }

    @Override
    public HealthCheckResponse call() {
        String absence = database.absence();
        return absence == null ? HealthCheckResponse.up("ledger")
                : HealthCheckResponse.named("ledger").down().withData("reason", absence).build();
    }
}
