package dev.sluice.step;

import dev.sluice.outcome.Status;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts the statuses that requests come to, each as often as it is recorded and not as often as it is published. What
 * the files do not know is counted as {@code none}: producers write what they like.
 */
@Singleton
public class Statuses {

    private static final String NONE = "none";

    private final Providers providers;
    private final Counters counters;

    public Statuses(Providers providers, MeterRegistry metrics) {
        this.providers = providers;
        counters = new Counters(metrics, "sluice.requests", "Statuses that were recorded of requests", "family",
                "provider", "operation", "status");
        show();
    }

    void take(@Observes PlanTaken event) {
        show();
    }

    /** Of a counter that begins with its first increment no rate has that. */
    private void show() {
        for (Provider provider : providers.all()) {
            for (String operation : provider.operations().keySet()) {
                for (Status status : Status.values()) {
                    counters.of(provider.family(), provider.name(), operation, status.name());
                }
            }
        }
    }

    /** A result, as its letter says. */
    public void count(Letter result) {
        Map<String, Object> its = result.properties();
        String name = String.valueOf(its.get("provider"));
        String operation = String.valueOf(its.get("operation"));
        @Nullable
        Provider provider = providers.get(name);
        counters.of(String.valueOf(its.get("family")), provider == null ? NONE : name,
                provider == null || !provider.operations().containsKey(operation) ? NONE : operation,
                String.valueOf(its.get("status"))).increment();
    }
}
