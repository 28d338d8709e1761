package dev.sluice.webhook;

import java.time.Duration;
import java.time.Instant;

/** How often something may be done: so often at once, and once more after each while. */
final class Allowance {
    private final int most;
    private final Duration between;
    private int left;
    private Instant counted;

    Allowance(int most, Duration between, Instant now) {
        this.most = most;
        this.between = between;
        this.left = most;
        this.counted = now;
    }

    /** Whether it may be done now, and is then counted as done. */
    boolean take(Instant now) {
        long more = Duration.between(counted, now).dividedBy(between);
        if (more > 0) {
            left = (int) Math.min(most, left + more);
            counted = counted.plus(between.multipliedBy(more));
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
