package dev.sluice.lane;

import java.util.concurrent.TimeUnit;

/** What an account's steps here would use of its limits, by what they used and how many wait. */
class Demand {

    /** Who has nothing to do wants this part of the rate, so that its next call need not wait for more. */
    private static final int IDLE = 50;
    private static final long SHORTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private long measured;
    private long rate;
    private long calls;

    Demand(long now) {
        measured = now - SHORTEST_NANOS;
    }

    void measure(Gate gate, long now) {
        if (now - measured < SHORTEST_NANOS) {
            return;
        }
        Turns turns = gate.turns();
        long used = turns.taken() * TimeUnit.SECONDS.toNanos(1000) / (now - measured);
        long waiting = (turns.waiting() + gate.slots().waiting()) * 1000L;
        long wanted = waiting > 0 ? 2 * (used + waiting) : used + used / 4;
        rate = Math.min(turns.limit(), Math.max(turns.limit() / IDLE, Math.max(wanted, rate / 2)));
        calls = Math.min(gate.concurrency(), Math.max(gate.slots().wanted(), calls / 2));
        measured = now;
    }

    /** Thousandths of a call a second. */
    long rate() {
        return rate;
    }

    /** At a time. */
    long calls() {
        return calls;
    }
}
