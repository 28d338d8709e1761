package dev.sluice.webhook;

import dev.sluice.provider.PlanTaken;
import dev.sluice.signing.ProviderKeys;
import dev.sluice.watch.Counters;
import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The keys that providers keep, by account: a provider asked for one is counted, and where there is none it is told. */
@Singleton
class FetchedKeys {

    private final Map<String, ProviderKeys> shelves = new ConcurrentHashMap<>();
    private final Counters counters;
    private final Clock clock;
    private final Tally tally = new Tally("Keys to verify webhooks with could not be had: %s");

    FetchedKeys(MeterRegistry metrics, Clock clock) {
        counters = new Counters(metrics, "sluice.webhooks.keys",
                "Keys of providers to verify webhooks with that were looked for", "provider", "had");
        this.clock = clock;
    }

    ProviderKeys of(Place place) {
        return shelves.computeIfAbsent(place.toString(), name -> new KeyShelf(
                new KeyDocuments(place.provider().timeouts())::ask, clock, what -> count(place, what)));
    }

    /** Where and how they are asked for may be other than it was. */
    void forget(@Observes PlanTaken event) {
        shelves.keySet().removeIf(event::changes);
    }

    private void count(Place place, @Nullable String failure) {
        counters.of(place.provider().name(), String.valueOf(failure == null)).increment();
        if (failure != null) {
            tally.count("of " + place + " (" + failure + ")");
        }
    }
}
