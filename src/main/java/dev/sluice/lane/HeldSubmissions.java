package dev.sluice.lane;

import dev.sluice.ledger.HeldBy;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.ledger.Holds;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Whether submissions are held back, of everything or of an account, by a person for every replica or by a setting for
 * this one. What was seen in
 * the ledger a quarter of a second ago counts, and nothing older: a replica that lost the ledger holds them back. A
 * claim looks once more, together with what it writes.
 */
@Singleton
public class HeldSubmissions {

    private static final Logger LOG = Logger.getLogger(HeldSubmissions.class);
    private static final String SETTING = "held by the setting sluice.submissions.held";
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private record Seen(long at, Holds holds) {
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

    /** Whether the account may submit nothing now; nobody may where the ledger cannot be asked. */
    boolean areHeld(String provider, String account) {
        if (set) {
            return true;
        }
        // Looked at in time, so that nobody waits for who looks.
        boolean looked = isOlder(seen, FRESH_NANOS / 2) && look();
        Seen last = seen;
        return last == null || last.holds.over(provider, account).isPresent() || !looked && isOlder(last, FRESH_NANOS);
    }

    private static boolean isOlder(@Nullable Seen seen, long nanos) {
        return seen == null || System.nanoTime() - seen.at >= nanos;
    }

    /** Who holds all of them back and since when, in words, where they are; answers at once what the last look saw. */
    public Optional<String> told() {
        return set ? Optional.of(SETTING) : holds().ofEverything().map(HeldBy::text);
    }

    /** The same of providers and accounts that are held back by themselves. */
    public SortedMap<String, String> toldOfAccounts() {
        SortedMap<String, String> told = new TreeMap<>();
        holds().by().forEach((place, by) -> {
            if (!place.isEverything()) {
                told.put(place.text(), by.text());
            }
        });
        return told;
    }

    /** Whether what the account submits is held back, as the last look saw it. */
    boolean wereHeld(String provider, String account) {
        return set || holds().over(provider, account).isPresent();
    }

    private Holds holds() {
        Seen last = seen;
        return last == null ? Holds.NONE : last.holds;
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
            Holds now = rows.holds();
            Holds before = holds();
            seen = new Seen(at, now);
            tell(before, now);
            return true;
        } finally {
            looking.unlock();
        }
    }

    private static void tell(Holds before, Holds now) {
        now.by().forEach((place, by) -> {
            if (!before.of(place).equals(Optional.of(by))) {
                LOG.warnf("No request%s is submitted: %s; they wait on their queues", of(place), by.text());
            }
        });
        before.places().stream().filter(place -> now.of(place).isEmpty())
                .forEach(place -> LOG.infof("Requests%s are submitted again", of(place)));
    }

    private static String of(HeldPlace place) {
        return place.isEverything() ? "" : " of " + place.text();
    }
}
