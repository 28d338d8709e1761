package dev.sluice.lane;

import dev.sluice.outcome.Category;
import dev.sluice.provider.Account;
import java.time.Clock;
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

    /**
     * What a replica heard of the account itself, by its own clock.
     *
     * @param hold     what its breakers hold back
     * @param isTrying whether a call is tried now
     * @param trialAt  when one is to be tried
     */
    record Own(long pausedUntil, @Nullable Hold hold, boolean isTrying, long trialAt) {

        static final Own NOTHING = new Own(0, null, false, 0);
    }

    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long NO_END = Long.MAX_VALUE;

    private final Clock clock;
    private final Halt halt;
    private volatile Account account;
    private volatile Breakers breakers;
    private volatile BooleanSupplier answersPing;
    private final Turns turns;
    private final Slots slots = new Slots();
    private volatile long longestPauseMillis;
    private final AtomicInteger waitingAsks = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private long pausedUntil;
    private long ownPauseUntil;

    /**
     * @param answersPing calls what does no harm, before a real call is tried; true where the provider has no such call
     */
    Gate(Account account, Clock clock, BooleanSupplier answersPing, Halt halt, Consumer<Hold> turned) {
        this.clock = clock;
        this.halt = halt;
        this.account = account;
        this.breakers = breakers(account, turned);
        this.answersPing = answersPing;
        this.turns = new Turns(rate(account));
        this.longestPauseMillis = account.retry().longest().toMillis();
    }

    /**
     * The same account as other settings describe it, while nobody is at the gate. Neither a turn that was taken nor a
     * pause is forgotten; what the breakers learnt is only where their limits or the provider's address are others.
     */
    void becomes(Account now, BooleanSupplier answersPing, Consumer<Hold> turned) {
        boolean learnt = now.breaker().equals(account.breaker()) && now.baseUrl().equals(account.baseUrl());
        account = now;
        this.answersPing = answersPing;
        turns.limit(rate(now));
        longestPauseMillis = now.retry().longest().toMillis();
        if (!learnt) {
            breakers = breakers(now, turned);
        }
    }

    private Breakers breakers(Account of, Consumer<Hold> turned) {
        return new Breakers(of.breaker(), clock, () -> account.presentSecrets(), turned);
    }

    private static long rate(Account account) {
        return account.rate() * 1000L;
    }

    /**
     * Waits until a call may be made. Who was let in says afterwards what came of it: {@link #answered},
     * {@link #failed} or {@link #unused}, and in any case {@link #leave}.
     *
     * @return false where a halt begins meanwhile; nobody is let in then
     */
    boolean enter(boolean submission) throws InterruptedException {
        return (submission ? entered(true, () -> false, NO_END) : asked(() -> false, NO_END)) == Entered.IN;
    }

    /**
     * The same as an ask of what is no order's, and so finds out for nobody whether the provider answers again: it does
     * not wait while a breaker is open or the provider wants a pause, and is not what is tried then.
     *
     * @param millis how long it waits at most while orders have all room there is, and all turns
     */
    boolean enterBeside(long millis) throws InterruptedException {
        long begun = System.nanoTime();
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        return !breakers.open(false) && !breakers.trying(false) && !breakers.tryingCredentials()
                && asked(() -> isPaused() || breakers.open(false) || System.nanoTime() - begun >= nanos,
                        nanos) == Entered.IN;
    }

    private Entered asked(BooleanSupplier turnsAway, long nanos) throws InterruptedException {
        waitingAsks.incrementAndGet();
        try {
            return entered(false, turnsAway, nanos);
        } finally {
            waitingAsks.decrementAndGet();
        }
    }

    /** The same of a submission that does not wait while a breaker is open, for another provider may do it. */
    Entered enterOrTurnAway() throws InterruptedException {
        return entered(true, () -> breakers.open(true), NO_END);
    }

    private Entered entered(boolean submission, BooleanSupplier turnsAway, long nanos) throws InterruptedException {
        waiting.incrementAndGet();
        try {
            return waited(submission, turnsAway, nanos);
        } finally {
            waiting.decrementAndGet();
        }
    }

    /** @param nanos how long it may last where it waits for its turn */
    private Entered waited(boolean submission, BooleanSupplier turnsAway, long nanos) throws InterruptedException {
        long begun = System.nanoTime();
        while (!halt.stands()) {
            if (isPaused() || asksGoFirst(submission) || !breakers.permits(submission)) {
                if (turnsAway.getAsBoolean()) {
                    return Entered.TURNED_AWAY;
                }
                halt.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            } else if (!slots.take(submission, LOOK_AGAIN_MILLIS)) {
                breakers.unused(submission);
                if (!submission && turnsAway.getAsBoolean()) {
                    return Entered.TURNED_AWAY;
                }
            } else if (turns.await(halt::await, nanos - (System.nanoTime() - begun)) || isPaused()
                    || breakers.open(submission)) {
                breakers.unused(submission);
                slots.giveBack(submission);
                if (!submission && turnsAway.getAsBoolean()) {
                    return Entered.TURNED_AWAY;
                }
            } else if (breakers.trying(submission) && !answersPing.getAsBoolean()) {
                breakers.failed(submission, true, Category.UNAVAILABLE);
                slots.giveBack(submission);
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

    /** Waits for a turn of who was let in and calls once more; not where Sluice ends meanwhile. */
    void turn() throws InterruptedException {
        turns.await(halt::awaitEnd);
    }

    synchronized boolean isPaused() {
        return clock.millis() < pausedUntil;
    }

    /** The provider wants that nobody is let in for so long, which holds for other replicas too. */
    synchronized void pause(long millis) {
        ownPauseUntil = Math.max(ownPauseUntil, pausedFor(millis));
    }

    /**
     * Nobody is let in for so long, but no longer than the longest delay between two tries.
     *
     * @return until when
     */
    synchronized long pausedFor(long millis) {
        long until = clock.millis() + Math.min(millis, longestPauseMillis);
        pausedUntil = Math.max(pausedUntil, until);
        return until;
    }

    /** What this replica heard of the account itself. */
    synchronized Own own() {
        Hold hold = breakers.own();
        boolean trial = hold != null && breakers.trial(hold.part());
        boolean trying = trial && hold != null && hasWorkFor(hold.part());
        return new Own(ownPauseUntil, hold, trying, hold == null || trial ? 0 : breakers.trialAt(hold.part()));
    }

    /** An ask finds out nothing of submissions. */
    private boolean hasWorkFor(Hold.Part part) {
        return part == Hold.Part.SUBMISSIONS ? waiting.get() > waitingAsks.get() || slots.taken(true) > 0
                : waiting.get() + inFlight.get() > 0;
    }

    long millis() {
        return clock.millis();
    }

    /** Nobody is let in before there is a lease. */
    void awaitLease() {
        long now = System.nanoTime();
        turns.lease(new Turns.Lease(0, now, 0));
        slots.lease(0, now, 0);
    }

    /** Submissions at a time, and as many asks beside them, over all replicas. */
    int concurrency() {
        return account.concurrency();
    }

    Turns turns() {
        return turns;
    }

    Slots slots() {
        return slots;
    }

    Breakers breakers() {
        return breakers;
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

    /** Who was let in makes no call any more. */
    void leave(boolean submission) {
        slots.giveBack(submission);
    }

    /** Who was let in begins, and is done when this ends. */
    void begin() {
        inFlight.incrementAndGet();
    }

    void end() {
        inFlight.decrementAndGet();
    }

    /** How many wait here. */
    int waiting() {
        return waiting.get();
    }

    /** How many were let in and are not done. */
    int inFlight() {
        return inFlight.get();
    }

    /** What is held back by more than the rate. */
    @Nullable
    Hold hold() {
        return breakers.hold();
    }
}
