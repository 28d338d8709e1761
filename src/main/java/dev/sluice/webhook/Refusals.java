package dev.sluice.webhook;

import dev.sluice.watch.Counters;
import dev.sluice.watch.Tally;
import dev.sluice.ledger.RefusedWebhook;
import dev.sluice.ledger.WebhookRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Webhooks that were not taken, counted, and told once a minute: whoever reaches the address can send any number. */
@Singleton
@Named("refusals")
@Unremovable
public class Refusals {

    private final Counters counters;
    private final Counters taken;
    private final Tally tally = new Tally("Webhooks were not taken: %s");

    private final RefusedOnes last = new RefusedOnes();
    private final WebhookRows rows;
    private final Clock clock;

    Refusals(MeterRegistry metrics, WebhookRows rows, Clock clock) {
        this.rows = rows;
        this.clock = clock;
        counters = new Counters(metrics, "sluice.webhooks.refused", "Webhooks that were not taken", "provider",
                "reason");
        taken = new Counters(metrics, "sluice.webhooks.taken", "Webhooks that were verified and stored", "provider");
    }

    void taken(Place place) {
        taken.of(place.provider().name()).increment();
    }

    /** @param place if there is one; what another is called is the sender's own text */
    void count(@Nullable Place place, Refusal refusal) {
        count(place, refusal, "");
    }

    /** @param detail what is wrong with it, without any value */
    void count(@Nullable Place place, Refusal refusal, String detail) {
        last.add(new RefusedWebhook(place == null ? "none" : place.provider().name(),
                place == null ? "" : place.account().name(), refusal.label(), detail, clock.millis()));
        counters.of(place == null ? "none" : place.provider().name(), refusal.label()).increment();
        tally.count((place == null ? "" : "for " + place + " ") + refusal.what());
    }

    /** Writes those that came since, at most so many of each provider and reason; where the ledger is away they go. */
    public void keep() {
        List<RefusedWebhook> since = last.take();
        if (!since.isEmpty()) {
            rows.keep(since);
        }
    }
}
