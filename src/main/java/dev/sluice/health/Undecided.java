package dev.sluice.health;

import dev.sluice.ledger.Housekeeping;
import dev.sluice.ledger.Load;
import dev.sluice.ledger.Open;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * How many requests wait for the provider's word ({@code UNKNOWN}) or for a person's ({@code UNRESOLVED}) or were not
 * heard of ({@code SILENT}), and how long the oldest has waited. Always up: no restart brings an answer. All replicas
 * look at one ledger and tell the same.
 */
@Singleton
@Named("undecided")
@Readiness
@Unremovable
public class Undecided implements HealthCheck {

    private final Housekeeping ledger;
    private final Clock clock;
    private final Providers providers;
    private final MeterRegistry metrics;
    private volatile List<Open> seen = List.of();
    private volatile @Nullable Load load;

    Undecided(Housekeeping ledger, Clock clock, Providers providers, MeterRegistry metrics) {
        this.ledger = ledger;
        this.clock = clock;
        this.providers = providers;
        this.metrics = metrics;
        Gauge.builder("sluice.asks.lag", () -> of(it -> it.lateMillis(clock.millis()) / 1000d))
                .description("How late the ask is that should have been made first").baseUnit("seconds")
                .register(metrics);
        Gauge.builder("sluice.ledger.size", () -> of(Load::bytes)).description("How much room the ledger takes")
                .baseUnit("bytes").register(metrics);
        count();
    }

    void take(@Observes PlanTaken event) {
        count();
    }

    /** A meter that is there stays. */
    private void count() {
        for (Provider provider : providers.all()) {
            Gauge.builder("sluice.pending.requests", () -> of(it -> it.pending().getOrDefault(provider.name(), 0L)))
                    .description("Requests that the provider has accepted and not ended")
                    .tags("provider", provider.name()).register(metrics);
            for (String status : Open.STATUSES) {
                Gauge.builder("sluice.undecided.requests", () -> open(provider, status).map(Open::count).orElse(0L))
                        .description("Requests that wait for the provider's or a person's word")
                        .tags("provider", provider.name(), "status", status).register(metrics);
                Gauge.builder("sluice.undecided.oldest", () -> open(provider, status).map(this::seconds).orElse(0L))
                        .description("How long the oldest of them has waited").baseUnit("seconds")
                        .tags("provider", provider.name(), "status", status).register(metrics);
            }
        }
    }

    /** Looks in the ledger; health and metrics tell what was seen last and ask it nothing. */
    public void look() {
        seen = ledger.undecided();
        load = ledger.load();
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("undecided").up();
        seen.forEach(open -> response.withData(open.provider() + "." + open.status(),
                open.count() + ", the oldest since " + Instant.ofEpochMilli(open.since())));
        return response.build();
    }

    private double of(ToDoubleFunction<Load> what) {
        Load now = load;
        return now == null ? Double.NaN : what.applyAsDouble(now);
    }

    private Optional<Open> open(Provider provider, String status) {
        return seen.stream().filter(open -> open.provider().equals(provider.name()) && open.status().equals(status))
                .findFirst();
    }

    private long seconds(Open open) {
        return (clock.millis() - open.since()) / 1000;
    }
}
