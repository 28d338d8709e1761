package dev.sluice.given;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Stands still until it is moved, and never goes back. */
public final class MovedClock extends Clock {

    private volatile Instant now = Instant.parse("2026-11-21T11:00:00Z");

    public void advance(Duration by) {
        now = now.plus(by);
    }

    public void moveTo(long epochMillis) {
        Instant then = Instant.ofEpochMilli(epochMillis);
        now = then.isAfter(now) ? then : now;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
