package dev.sluice.outcome;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells of codes and statuses that no table of a provider lists: each is counted, and the first of its kind is a line
 * of the log. A provider that makes up a new one for each answer is told of {@value MOST} times; its others are counted
 * as one.
 */
@Singleton
public class UnlistedWords {

    static final int MOST = 100;

    private static final Logger LOG = Logger.getLogger(UnlistedWords.class);
    private static final String OTHERS = "others";

    private final MeterRegistry metrics;
    private final Map<String, Set<Unlisted>> known = new ConcurrentHashMap<>();

    public UnlistedWords(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** @param word if there is one */
    public void note(String provider, @Nullable Unlisted word) {
        if (word != null) {
            Unlisted kept = kept(provider, word);
            metrics.counter("sluice.unlisted.words", "provider", provider, "what", kept.what(), "value", kept.value())
                    .increment();
        }
    }

    private Unlisted kept(String provider, Unlisted word) {
        Set<Unlisted> words = known.computeIfAbsent(provider, first -> ConcurrentHashMap.newKeySet());
        if (words.contains(word)) {
            return word;
        }
        synchronized (words) {
            Unlisted kept = words.size() < MOST ? word : new Unlisted(word.what(), OTHERS);
            if (words.add(kept)) {
                tell(provider, kept);
            }
            return kept;
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
