package dev.sluice.ledger;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How much the ledger has in hand.
 *
 * @param pending  what providers have accepted and not ended, by provider
 * @param firstDue when the ask was due that should have been made first, epoch milliseconds, where one is to be made
 * @param bytes    how much room it takes
 */
public record Load(Map<String, Long> pending, @Nullable Long firstDue, long bytes) {

    /** How late that ask is. */
    public long lateMillis(long now) {
        return firstDue == null ? 0 : Math.max(0, now - firstDue);
    }
}
