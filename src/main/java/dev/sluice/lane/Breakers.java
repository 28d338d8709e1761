package dev.sluice.lane;

import dev.sluice.lane.Hold.Part;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Breaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The three circuit breakers of an account. One counts all calls; another only submissions that may not be called
 * twice, so that a provider that answers asks and loses submissions is given no more of them; the third counts refusals
 * of the account's credentials, for they are the next request's too. When the time of an open one is over, one call is
 * tried; each time that fails the time doubles, up to six times what it was. New credentials are tried at once.
 */
final class Breakers {

    private static final int LONGEST_OPEN = 6;
    private static final Duration SHORTEST_OPEN = Duration.ofMillis(1);
    /** So many different requests in a row; one alone may be refused for what it asks. */
    static final int MOST_REFUSALS = 3;

    /** They may be files. */
    private static final long LOOK_MILLIS = 1000;

    private final Clock clock;
    private final CircuitBreaker calls;
    private final CircuitBreaker submissions;
    private final CircuitBreaker credentials;
    private final Supplier<List<String>> secrets;
    private final Consumer<Hold> turned;
    private volatile @Nullable Category reason;
    private volatile @Nullable Object refused;
    private volatile @Nullable List<String> refusedSecrets;
    private final Map<Part, Long> trials = new ConcurrentHashMap<>();
    private volatile @Nullable Part followed;
    private long lookedAt;
    private @Nullable Part held;

    /**
     * @param secrets the account's credentials as they are now
     * @param turned  is told what is held back, and by what, whenever that is another or more than before; and nothing
     *                when all are closed again
     */
    Breakers(Breaker limits, Clock clock, Supplier<List<String>> secrets, Consumer<Hold> turned) {
        this.clock = clock;
        this.secrets = secrets;
        this.turned = turned;
        calls = breaker(Part.CALLS, limits.failures(), limits);
        submissions = breaker(Part.SUBMISSIONS, limits.failures(), limits);
        credentials = breaker(Part.CREDENTIALS, MOST_REFUSALS, limits);
    }

    private CircuitBreaker breaker(Part part, int failures, Breaker limits) {
        Duration open = limits.open().compareTo(SHORTEST_OPEN) < 0 ? SHORTEST_OPEN : limits.open();
        IntervalFunction longer = IntervalFunction.ofExponentialBackoff(open, 2, open.multipliedBy(LONGEST_OPEN));
        CircuitBreaker breaker = CircuitBreaker.of(part.name(), CircuitBreakerConfig.custom().clock(clock)
                .slidingWindow(failures, failures, SlidingWindowType.COUNT_BASED).failureRateThreshold(100)
                .waitIntervalFunctionInOpenState(attempt -> {
                    long millis = longer.apply(attempt);
                    trials.put(part, clock.millis() + millis);
                    return millis;
                })
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordResult(Category.class::isInstance).build());
        breaker.getEventPublisher().onStateTransition(event -> {
            // What a trial finds out is this replica's own.
            if (part == followed && event.getStateTransition().getFromState() == State.HALF_OPEN) {
                followed = null;
            }
            tell();
        });
        return breaker;
    }

    private synchronized void tell() {
        Part before = held;
        held = held();
        boolean part = held == Part.SUBMISSIONS && before == Part.CALLS;
        if (held != before && !part) {
            turned.accept(hold(held));
        }
    }

    /** Takes a permission to call, which {@link #answered}, {@link #failed} or {@link #unused} gives back. */
    boolean permits(boolean submission) {
        if (credentials.getState() == State.OPEN && areNewSecrets()) {
            credentials.transitionToHalfOpenState();
        }
        if (!calls.tryAcquirePermission()) {
            return false;
        }
        if (!credentials.tryAcquirePermission()) {
            calls.releasePermission();
            return false;
        }
        if (submission && !submissions.tryAcquirePermission()) {
            calls.releasePermission();
            credentials.releasePermission();
            return false;
        }
        return true;
    }

    private synchronized boolean areNewSecrets() {
        if (clock.millis() - lookedAt < LOOK_MILLIS) {
            return false;
        }
        lookedAt = clock.millis();
        List<String> now = secrets.get();
        // A file that is missing while it is written anew is no news.
        List<String> before = refusedSecrets;
        return before != null && now.size() >= before.size() && !now.equals(before);
    }

    /** No call was made, or one that tells nothing of the provider. */
    void unused(boolean submission) {
        calls.releasePermission();
        credentials.releasePermission();
        if (submission) {
            submissions.releasePermission();
        }
    }

    /**
     * The provider does not take the account's credentials.
     *
     * @param request what the call was about: of one request, a refusal counts once
     * @return whether that was known, so that the account's work was held back when it was heard
     */
    synchronized boolean refused(boolean submission, Object request) {
        calls.onSuccess(0, TimeUnit.NANOSECONDS);
        if (submission) {
            submissions.releasePermission();
        }
        State before = credentials.getState();
        if (before == State.OPEN || before == State.CLOSED && request.equals(refused)) {
            // Of a call that was under way when it opened, it tells nothing of credentials that came since.
            credentials.releasePermission();
        } else {
            refused = request;
            refusedSecrets = secrets.get();
            credentials.onResult(0, TimeUnit.NANOSECONDS, Category.AUTHENTICATION);
        }
        return before != State.CLOSED;
    }

    /**
     * @param once  whether the call may not be made twice
     * @param shown whether it showed the account's credentials; else it tells nothing of them
     */
    void answered(boolean submission, boolean once, boolean shown) {
        calls.onSuccess(0, TimeUnit.NANOSECONDS);
        if (shown) {
            credentials.onSuccess(0, TimeUnit.NANOSECONDS);
        } else {
            credentials.releasePermission();
        }
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
        credentials.releasePermission();
        if (submission && once) {
            submissions.onResult(0, TimeUnit.NANOSECONDS, why);
        } else if (submission) {
            submissions.releasePermission();
        }
    }

    /** Whether one of them is open, so that no call of this kind may be made, whoever was permitted one before. */
    boolean open(boolean submission) {
        return calls.getState() == State.OPEN || credentials.getState() == State.OPEN
                || submission && submissions.getState() == State.OPEN;
    }

    /** Whether it is not known yet that the provider answers again; one call at a time is let through to find out. */
    boolean trying(boolean submission) {
        return calls.getState() == State.HALF_OPEN || submission && submissions.getState() == State.HALF_OPEN;
    }

    /** Whether it is not known yet that the provider takes the credentials again. */
    boolean tryingCredentials() {
        return credentials.getState() == State.HALF_OPEN;
    }

    /** Holds back what another replica holds back, for so long; then one call is tried here too. */
    void follow(Part part, Category why, long millis) {
        boolean begins = followed != part;
        endFollowing(part);
        reason = part == Part.CREDENTIALS ? reason : why;
        // Those that came since are tried, however often the same is told again.
        refusedSecrets = begins && part == Part.CREDENTIALS ? secrets.get() : refusedSecrets;
        followed = part;
        of(part).transitionToOpenStateFor(Duration.ofMillis(millis));
        followed = part;
    }

    /** The replica that is followed holds nothing back any more, for a call that it tried was answered. */
    void endFollowing() {
        endFollowing(null);
    }

    private void endFollowing(@Nullable Part but) {
        Part part = followed;
        if (part != null && part != but) {
            followed = null;
            of(part).transitionToClosedState();
        }
    }

    /** What is held back by what this replica saw itself. */
    @Nullable
    Hold own() {
        Part part = held();
        return part == followed ? null : hold(part);
    }

    /** When one call is tried, once it is open. */
    long trialAt(Part part) {
        return trials.getOrDefault(part, 0L);
    }

    /** Whether one call is let through to find out. */
    boolean trial(Part part) {
        return of(part).getState() == State.HALF_OPEN;
    }

    private CircuitBreaker of(Part part) {
        return switch (part) {
            case CREDENTIALS -> credentials;
            case CALLS -> calls;
            case SUBMISSIONS -> submissions;
        };
    }

    /** What is held back, where not all calls are permitted. */
    @Nullable
    Hold hold() {
        return hold(held());
    }

    private @Nullable Hold hold(@Nullable Part part) {
        return part == null ? null
                : new Hold(part, part == Part.CREDENTIALS ? Category.AUTHENTICATION : reason, part == followed);
    }

    private @Nullable Part held() {
        return credentials.getState() != State.CLOSED ? Part.CREDENTIALS
                : calls.getState() != State.CLOSED ? Part.CALLS
                        : submissions.getState() != State.CLOSED ? Part.SUBMISSIONS : null;
    }
}
