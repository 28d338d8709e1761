package dev.sluice.health;

import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.route.BrokenRoutes;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.quarkus.main.events.AfterStart;
import org.eclipse.microprofile.health.Readiness;

/** Has what should never happen counted from 0 for all that the files know, so that an alert sees the first of it. */
@Singleton
class FirstCounts {

    private final Providers providers;
    private final UnlistedWords unlisted;
    private final BrokenRoutes broken;

    FirstCounts(Providers providers, UnlistedWords unlisted, @Readiness BrokenRoutes broken) {
        this.providers = providers;
        this.unlisted = unlisted;
        this.broken = broken;
    }

    void begin(@Observes AfterStart event) {
        begin();
    }

    void take(@Observes PlanTaken event) {
        begin();
    }

    private void begin() {
        for (Provider provider : providers.all()) {
            unlisted.begin(provider.name());
            Set<String> calls = new TreeSet<>(provider.calls().keySet());
            calls.addAll(provider.operations().keySet());
            calls.forEach(call -> broken.begin(provider.name() + "." + call));
        }
    }
}
