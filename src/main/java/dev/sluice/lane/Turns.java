package dev.sluice.lane;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * When the next call of an account may be made: its rate, or this replica's share of it, leaves the same time between
 * any two. One after the other, in the order in which they came.
 */
final class Turns {

    /** How somebody waits who may have to go back. */
    interface Waiting {
        /** @return whether to go back, after that time or sooner */
        boolean await(long time, TimeUnit unit) throws InterruptedException;
    }

    /**
     * What this replica may use while its lease lasts.
     *
     * @param rate    thousandths of a call a second
     * @param until   as {@link System#nanoTime()} counts
     * @param without the rate that is left where it has ended and the ledger cannot say more
     */
    record Lease(long rate, long until, long without) {
    }

    /** A share may be another meanwhile. */
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    /** Who comes late by more than that has no turns to make up for. */
    private static final long LATEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    /** Between two calls at a rate of one thousandth. */
    private static final long NANOS = TimeUnit.SECONDS.toNanos(1000);

    private final ReentrantLock line = new ReentrantLock(true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong taken = new AtomicLong();
    private volatile long limit;
    private volatile @Nullable Lease lease;
    private long last = System.nanoTime() - 4 * NANOS;

    /** @param limit thousandths of a call a second */
    Turns(long limit) {
        this.limit = limit;
    }

    void limit(long limit) {
        this.limit = limit;
    }

    long limit() {
        return limit;
    }

    /** From now on it is a share, and nothing before there is one. */
    void lease(Lease lease) {
        this.lease = lease;
    }

    /** What may be used now, thousandths of a call a second. */
    long rate(long now) {
        Lease share = lease;
        return share == null ? limit : Math.min(limit, now - share.until() < 0 ? share.rate() : share.without());
    }

    /** How many turns were taken since that was asked last. */
    long taken() {
        return taken.getAndSet(0);
    }

    /** How many wait for one. */
    int waiting() {
        return waiting.get();
    }

    /** @return whether to go back without one */
    boolean await(Waiting halt) throws InterruptedException {
        return await(halt, Long.MAX_VALUE);
    }

    /**
     * @param  nanos how long it may last, with who came before
     * @return       whether to go back without one
     */
    boolean await(Waiting halt, long nanos) throws InterruptedException {
        long came = System.nanoTime();
        waiting.incrementAndGet();
        try {
            if (!line.tryLock(nanos, TimeUnit.NANOSECONDS)) {
                return true;
            }
            try {
                return turned((time, unit) -> halt.await(time, unit) || System.nanoTime() - came >= nanos, came);
            } finally {
                line.unlock();
            }
        } finally {
            waiting.decrementAndGet();
        }
    }

    private boolean turned(Waiting halt, long came) throws InterruptedException {
        while (true) {
            long now = System.nanoTime();
            long rate = rate(now);
            long turn = rate == 0 ? now + LOOK_AGAIN_NANOS
                    : later(last + NANOS / rate, later(came, now - LATEST_NANOS));
            long wait = Math.max(0, turn - now);
            boolean back = halt.await(lease == null ? wait : Math.min(wait, LOOK_AGAIN_NANOS), TimeUnit.NANOSECONDS);
            if (back) {
                return true;
            }
            if (wait == 0) {
                last = turn;
                taken.incrementAndGet();
                return false;
            }
        }
    }

    private static long later(long one, long other) {
        return one - other > 0 ? one : other;
    }
}
