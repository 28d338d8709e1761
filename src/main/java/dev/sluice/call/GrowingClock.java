package dev.sluice.call;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicLong;

/** A clock of milliseconds that tells none of them twice, and each later than the one before. */
final class GrowingClock extends Clock {

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    GrowingClock(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(last.updateAndGet(told -> Math.max(told + 1, clock.millis())));
    }

    @Override
    public ZoneId getZone() {
        return clock.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return new GrowingClock(clock.withZone(zone));
    }
}
