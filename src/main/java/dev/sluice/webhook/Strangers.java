package dev.sluice.webhook;

import dev.sluice.outcome.Masking;
import dev.sluice.outcome.Secrets;
import dev.sluice.provider.Events;
import dev.sluice.text.Shown;
import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Verified webhooks about something else than orders of ours, counted; an event that nobody listed is told once. */
@Singleton
class Strangers {

    private static final Logger LOG = Logger.getLogger(Strangers.class);
    private static final int MOST_TOLD = 100;
    private static final int LONGEST = 100;

    private final Counters counters;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Strangers(MeterRegistry metrics) {
        counters = new Counters(metrics, "sluice.webhooks.events",
                "Verified webhooks whose event is not listed as ours", "provider", "sort");
    }

    /** @param secrets what of the event's name is not shown; nor are numbers, for a name has none */
    void count(String provider, Events.Sort sort, @Nullable String event, Secrets secrets) {
        if (sort == Events.Sort.OURS) {
            return;
        }
        counters.of(provider, sort.name().toLowerCase(Locale.ROOT)).increment();
        String shown = event == null ? "no event"
                : Shown.line("the event " + Masking.text(secrets.blanked(event)), LONGEST);
        if (sort == Events.Sort.UNKNOWN && told.size() < MOST_TOLD && told.add(provider + " " + shown)) {
            LOG.warnf("A webhook of %s names %s, which its file does not list: say below webhook.events whether it"
                    + " is ours or"
                    + " ignored", provider, shown);
        }
    }
}
