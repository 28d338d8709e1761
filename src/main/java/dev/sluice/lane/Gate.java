package dev.sluice.lane;

import dev.sluice.outcome.Category;
import dev.sluice.provider.Account;
import java.time.Clock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the steps of one account wait until they may call: while the breakers are open, while the provider wants a
 * pause, and until the rate leaves room.
 */
final class Gate {

    /** How it ended that somebody wanted to call. */
    enum Entered {
        IN, TURNED_AWAY, STOPPED
    }

    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Breakers breakers;
    private final Clock clock;
    private final long spacingNanos;
    private final long longestPauseMillis;
    private final BooleanSupplier answersPing;
    private final CountDownLatch stop;
    private final AtomicInteger waitingAsks = new AtomicInteger();
    private long nextCall = System.nanoTime();
    private long pausedUntil;

    /**
     * @param answersPing calls what does no harm, before a real call is tried; true where the provider has no such call
     * @param stop        at zero when nobody may wait any more
     */
    Gate(Account account, Clock clock, BooleanSupplier answersPing, CountDownLatch stop, Consumer<Hold> turned) {
        this.breakers = new Breakers(account.breaker(), clock, account::presentSecrets, turned);
        this.clock = clock;
        this.spacingNanos = TimeUnit.SECONDS.toNanos(1) / account.rate();
        this.longestPauseMillis = account.retry().longest().toMillis();
        this.answersPing = answersPing;
        this.stop = stop;
    }

    /**
     * Waits until a call may be made. Who was let in says afterwards what came of it: {@link #answered},
     * {@link #failed} or {@link #unused}.
     *
     * @return false where Sluice stops meanwhile; nobody is let in then
     */
    boolean enter(boolean submission) throws InterruptedException {
        if (submission) {
            return entered(true, false) == Entered.IN;
        }
        waitingAsks.incrementAndGet();
        try {
            return entered(false, false) == Entered.IN;
        } finally {
            waitingAsks.decrementAndGet();
        }
    }

    /** The same of a submission that does not wait while a breaker is open, for another provider may do it. */
    Entered enterOrTurnAway() throws InterruptedException {
        return entered(true, true);
    }

    private Entered entered(boolean submission, boolean turnsAway) throws InterruptedException {
        while (stop.getCount() > 0) {
            if (isPaused() || asksGoFirst(submission) || !breakers.permits(submission)) {
                if (turnsAway && breakers.open(submission)) {
                    return Entered.TURNED_AWAY;
                }
                stop.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } else if (stop.await(nanosUntilTurn(), TimeUnit.NANOSECONDS) || isPaused() || breakers.open(submission)) {
                breakers.unused(submission);
            } else if (breakers.trying(submission) && !answersPing.getAsBoolean()) {
                breakers.failed(submission, true, Category.UNAVAILABLE);
            } else {
                return Entered.IN;
            }
        }
        return Entered.STOPPED;
    }

    /** A lost ask does no harm; so where one is there, it is what finds out whether the provider answers again. */
    private boolean asksGoFirst(boolean submission) {
        return submission && waitingAsks.get() > 0
                && (breakers.open(false) || breakers.trying(false) || breakers.tryingCredentials());
    }

    /** Waits for a turn of who was let in and calls once more; not where Sluice stops meanwhile. */
    void turn() throws InterruptedException {
        stop.await(nanosUntilTurn(), TimeUnit.NANOSECONDS);
    }

    /** The account's rate leaves the same time between any two calls. */
    private synchronized long nanosUntilTurn() {
        long now = System.nanoTime();
        long turn = Math.max(now, nextCall);
        nextCall = turn + spacingNanos;
        return turn - now;
    }

    private synchronized boolean isPaused() {
        return clock.millis() < pausedUntil;
    }

    /** Nobody is let in for so long, but no longer than the longest delay between two tries. */
    synchronized void pause(long millis) {
        pausedUntil = Math.max(pausedUntil, clock.millis() + Math.min(millis, longestPauseMillis));
    }

    /** @param credentials whether the call showed them, so that they were taken */
    void answered(boolean submission, boolean once, boolean credentials) {
        breakers.answered(submission, once, credentials);
    }

    void failed(boolean submission, boolean once, Category why) {
        breakers.failed(submission, once, why);
    }

    /** @return whether the account's work was held back for that already */
    boolean refused(boolean submission, Object request) {
        return breakers.refused(submission, request);
    }

    void unused(boolean submission) {
        breakers.unused(submission);
    }

    /** What is held back by more than the rate. */
    @Nullable
    Hold hold() {
        return breakers.hold();
    }
}
