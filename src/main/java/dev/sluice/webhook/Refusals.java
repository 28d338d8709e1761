package dev.sluice.webhook;

import dev.sluice.watch.Tally;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Webhooks that were not taken, counted, and told once a minute: whoever reaches the address can send any number. */
@Singleton
class Refusals {

    private final MeterRegistry metrics;
    private final Tally tally = new Tally("Webhooks were not taken: %s");

    Refusals(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param place if there is one; what another is called is the sender's own text */
    void count(@Nullable Place place, Refusal refusal) {
        Counter.builder("sluice.webhooks.refused").description("Webhooks that were not taken")
                .tag("provider", place == null ? "none" : place.provider().name()).tag("reason", refusal.label())
                .register(metrics).increment();
        tally.count((place == null ? "" : "for " + place + " ") + refusal.what());
    }
}
