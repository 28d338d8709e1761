package dev.sluice.outcome;

import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of codes and statuses that no table of a provider lists: each is counted, and the first of its kind is a line
 * of the log. A provider that makes up a new one for each answer is told of {@value MOST} times; its others are told of
 * once. The words themselves are no labels of a metric.
 */
@Singleton
public class UnlistedWords {

    static final int MOST = 100;

    private static final Logger LOG = Logger.getLogger(UnlistedWords.class);
    private static final String OTHERS = "others";
    private static final List<String> WHAT = List.of("code", "status");

    private final Counters counters;
    private final Map<String, Set<Unlisted>> known = new ConcurrentHashMap<>();

    public UnlistedWords(MeterRegistry metrics) {
        counters = new Counters(metrics, "sluice.unlisted.words",
                "Codes and statuses that no table of a provider lists",
                "provider", "what");
    }

    /** Counts from 0: a rate knows nothing of what a counter begins with. */
    public void begin(String provider) {
        for (String what : WHAT) {
            counters.of(provider, what);
        }
    }

    /** @param word if there is one */
    public void note(String provider, @Nullable Unlisted word) {
        if (word != null) {
            counters.of(provider, word.what()).increment();
            keep(provider, word);
        }
    }

    private void keep(String provider, Unlisted word) {
        Set<Unlisted> words = known.computeIfAbsent(provider, first -> ConcurrentHashMap.newKeySet());
        if (words.contains(word)) {
            return;
        }
        synchronized (words) {
            Unlisted kept = words.size() < MOST ? word : new Unlisted(word.what(), OTHERS);
            if (words.add(kept)) {
                tell(provider, kept);
            }
        }
    }

    private static void tell(String provider, Unlisted word) {
        String table = word.what().equals("code") ? "answers.codes" : "answers.statuses";
        if (word.value().equals(OTHERS)) {
            LOG.warnf("%s answers with more words that %s in config/providers/%s.yaml does not list than are told"
                    + " of by themselves", provider, table, provider);
        } else {
            LOG.warnf("%s answers with %s, which %s in config/providers/%s.yaml does not list, so that it tells"
                    + " nothing: where the"
                    + " provider's document says what it means, list it", provider, word, table, provider);
        }
    }
}
