package dev.sluice.lane;

import dev.sluice.ledger.HeldBy;
import dev.sluice.ledger.HoldRows;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether all submissions are held back, by a person for every replica or by a setting for this one. What was seen in
 * the ledger a quarter of a second ago counts, and nothing older: a replica that lost the ledger holds them back. A
 * claim looks once more, together with what it writes.
 */
@Singleton
public class HeldSubmissions {

    private static final Logger LOG = Logger.getLogger(HeldSubmissions.class);
    private static final String SETTING = "held by the setting sluice.submissions.held";
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** @param by who holds them, nobody where they are not held */
    private record Seen(long at, @Nullable HeldBy by) {
    }

    private final HoldRows rows;
    private final boolean set;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile @Nullable Seen seen;

    HeldSubmissions(HoldRows rows, @ConfigProperty(name = "sluice.submissions.held") boolean set,
            MeterRegistry metrics) {
        this.rows = rows;
        this.set = set;
        Gauge.builder("sluice.hold", () -> told().isPresent() ? 1 : 0)
                .description("Whether all submissions are held back, by a person or a setting").register(metrics);
        if (set) {
            LOG.warn("No request is submitted: " + SETTING + "; they wait on their queues");
        }
    }

    /** Whether nothing may be submitted now; nothing may where the ledger cannot be asked. */
    boolean areHeld() {
        if (set) {
            return true;
        }
        // Looked at in time, so that nobody waits for who looks.
        boolean looked = isOlder(seen, FRESH_NANOS / 2) && look();
        Seen last = seen;
        return last == null || last.by != null || !looked && isOlder(last, FRESH_NANOS);
    }

    private static boolean isOlder(@Nullable Seen seen, long nanos) {
        return seen == null || System.nanoTime() - seen.at >= nanos;
    }

    /** Who holds them back and since when, in words, where they are held; answers at once what the last look saw. */
    public Optional<String> told() {
        Seen last = seen;
        return set ? Optional.of(SETTING) : last == null ? Optional.empty()
                : Optional.ofNullable(last.by).map(HeldBy::text);
    }

    /**
     * Looks in the ledger, where it answers and nobody else looks.
     *
     * @return whether it did
     */
    public boolean look() {
        if (!rows.areThere() || !looking.tryLock()) {
            return false;
        }
        try {
            long at = System.nanoTime();
            HeldBy now = rows.held().orElse(null);
            HeldBy before = seen == null ? null : seen.by;
            seen = new Seen(at, now);
            if (now != null && !now.equals(before)) {
                LOG.warnf("No request is submitted: %s; they wait on their queues", now.text());
            } else if (now == null && before != null) {
                LOG.info("Requests are submitted again");
            }
            return true;
        } finally {
            looking.unlock();
        }
    }
}
