package dev.sluice.lane;

import dev.sluice.outcome.Category;
import dev.sluice.provider.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The two circuit breakers of an account. One counts all calls; the other only submissions that may not be called twice,
 * so that a provider that answers asks and loses submissions is given no more of them. When the time of an open one is
 * over, one call is tried; each time that fails the time doubles, up to six times what it was.
 */
final class Breakers {

    private static final int LONGEST_OPEN = 6;
    private static final Duration SHORTEST_OPEN = Duration.ofMillis(1);

    private final CircuitBreaker calls;
    private final CircuitBreaker submissions;
    private final Consumer<String> turned;
    private volatile Category reason;
    private boolean holding;

    /** @param turned is told what is held back when the first of them opens, and null when both are closed again */
    Breakers(Breaker limits, Clock clock, Consumer<String> turned) {
        this.turned = turned;
        calls = breaker("calls", limits, clock);
        submissions = breaker("submissions", limits, clock);
    }

    private CircuitBreaker breaker(String name, Breaker limits, Clock clock) {
        Duration open = limits.open().compareTo(SHORTEST_OPEN) < 0 ? SHORTEST_OPEN : limits.open();
        CircuitBreaker breaker = CircuitBreaker.of(name, CircuitBreakerConfig.custom().clock(clock)
                .slidingWindow(limits.failures(), limits.failures(), SlidingWindowType.COUNT_BASED).failureRateThreshold(100)
                .waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(open, 2, open.multipliedBy(LONGEST_OPEN)))
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordResult(Category.class::isInstance).build());
        breaker.getEventPublisher().onStateTransition(event -> tell());
        return breaker;
    }

    private synchronized void tell() {
        String told = told();
        if (holding != (told != null)) {
            holding = told != null;
            turned.accept(told);
        }
    }

    /** Takes a permission to call, which {@link #answered}, {@link #failed} or {@link #unused} gives back. */
    boolean permits(boolean submission) {
        if (!calls.tryAcquirePermission()) {
            return false;
        }
        if (submission && !submissions.tryAcquirePermission()) {
            calls.releasePermission();
            return false;
        }
        return true;
    }

    /** No call was made, or one that tells nothing of the provider. */
    void unused(boolean submission) {
        calls.releasePermission();
        if (submission) {
            submissions.releasePermission();
        }
    }

    /** @param once whether the call may not be made twice */
    void answered(boolean submission, boolean once) {
        calls.onSuccess(0, TimeUnit.NANOSECONDS);
        if (submission && once) {
            submissions.onSuccess(0, TimeUnit.NANOSECONDS);
        } else if (submission) {
            submissions.releasePermission();
        }
    }

    /** @param once whether the call may not be made twice */
    void failed(boolean submission, boolean once, Category why) {
        reason = why;
        calls.onResult(0, TimeUnit.NANOSECONDS, why);
        if (submission && once) {
            submissions.onResult(0, TimeUnit.NANOSECONDS, why);
        } else if (submission) {
            submissions.releasePermission();
        }
    }

    /** Whether one of them is open, so that no call of this kind may be made, whoever was permitted one before. */
    boolean open(boolean submission) {
        return calls.getState() == State.OPEN || submission && submissions.getState() == State.OPEN;
    }

    /** Whether it is not known yet that the provider answers again; one call at a time is let through to find out. */
    boolean trying(boolean submission) {
        return calls.getState() == State.HALF_OPEN || submission && submissions.getState() == State.HALF_OPEN;
    }

    /** What an operator is told, null where all calls are permitted. */
    String told() {
        return calls.getState() != State.CLOSED ? "calls are held back (" + reason + ")"
                : submissions.getState() != State.CLOSED ? "submissions are held back (" + reason + ")" : null;
    }
}
