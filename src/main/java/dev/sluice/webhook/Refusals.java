package dev.sluice.webhook;

import dev.sluice.watch.Counters;
import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Webhooks that were not taken, counted, and told once a minute: whoever reaches the address can send any number. */
@Singleton
class Refusals {

    private final Counters counters;
    private final Counters taken;
    private final Tally tally = new Tally("Webhooks were not taken: %s");

    Refusals(MeterRegistry metrics) {
        counters = new Counters(metrics, "sluice.webhooks.refused", "Webhooks that were not taken", "provider",
                "reason");
        taken = new Counters(metrics, "sluice.webhooks.taken", "Webhooks that were verified and stored", "provider");
    }

    void taken(Place place) {
        taken.of(place.provider().name()).increment();
    }

    /** @param place if there is one; what another is called is the sender's own text */
    void count(@Nullable Place place, Refusal refusal) {
        counters.of(place == null ? "none" : place.provider().name(), refusal.label()).increment();
        tally.count((place == null ? "" : "for " + place + " ") + refusal.what());
    }
}
