package dev.sluice.lane;

import dev.sluice.broker.Crowd;
import dev.sluice.call.Pace;
import dev.sluice.call.SideCalls;
import dev.sluice.ledger.ShareRows;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Calling;
import dev.sluice.passage.Passage;
import dev.sluice.provider.Account;
import dev.sluice.provider.Breaker;
import dev.sluice.provider.Operation.Lost;
import dev.sluice.provider.PlanTaken;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Lanes;
import dev.sluice.step.Aside;
import dev.sluice.step.Letters;
import dev.sluice.step.Step;
import dev.sluice.step.Submission;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.quarkus.arc.Unremovable;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.support.SynchronizationAdapter;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The gates of all accounts, and what each learns from the calls that it let through. */
@Singleton
@Named("gates")
@Unremovable
public class Gates implements Pace {

    private static final Logger LOG = Logger.getLogger(Gates.class);

    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final long BESIDE_MILLIS = 10_000;

    /** Also those of accounts that are gone: one that comes back is not to have more calls than its rate. */
    private final Map<Lane, Gate> gates = new ConcurrentHashMap<>();
    private final Lanes lanes;
    private final Providers providers;
    private final Clock clock;
    private final SideCalls calls;
    private final MeterRegistry metrics;
    private final Crowd crowd;
    private final Letters letters;
    private final Aside aside;
    private final HeldSubmissions submissions;
    private final ShareRows shares;
    private final Halt halt = new Halt();

    Gates(Lanes lanes, Providers providers, Clock clock, SideCalls calls, MeterRegistry metrics,
            Crowd crowd, Letters letters, Aside aside, HeldSubmissions submissions, ShareRows shares) {
        this.shares = shares;
        this.submissions = submissions;
        this.letters = letters;
        this.aside = aside;
        this.lanes = lanes;
        this.crowd = crowd;
        this.providers = providers;
        this.clock = clock;
        this.calls = calls;
        this.metrics = metrics;
        lanes.all().forEach(this::make);
    }

    /** What stands at the accounts' gates stays as it is. */
    void take(@Observes PlanTaken event) {
        lanes.all().forEach(this::make);
    }

    private void make(Lane lane) {
        Provider provider = Objects.requireNonNull(providers.get(lane.provider()));
        boolean pings = provider.calls().containsKey(SideCalls.PING);
        Account account = provider.account(lane.account());
        BooleanSupplier answersPing = () -> !pings || answersPing(calls, provider, lane);
        Consumer<Hold> turned = hold -> tell(lane, account.breaker(), hold);
        Gate known = gates.get(lane);
        if (known != null) {
            known.becomes(account, answersPing, turned);
            return;
        }
        Gate gate = new Gate(account, clock, answersPing, halt, turned);
        if (shares.areShared()) {
            gate.awaitLease();
        }
        gates.put(lane, gate);
        Tags tags = Tags.of("provider", lane.provider(), "account", lane.account());
        Gauge.builder("sluice.steps.waiting", gate, Gate::waiting)
                .description("Steps of an account that have its message and wait until they may call").tags(tags)
                .register(metrics);
        Gauge.builder("sluice.steps.inflight", gate, Gate::inFlight)
                .description("Steps of an account that may call and have not ended").tags(tags).register(metrics);
        Gauge.builder("sluice.breaker.open", gate, it -> it.hold() == null || !lanes.all().contains(lane) ? 0 : 1)
                .description("1 while calls of an account are held back because they fail")
                .tags(tags).register(metrics);
        Gauge.builder("sluice.account.held", submissions,
                it -> it.wereHeld(lane.provider(), lane.account()) ? 1 : 0)
                .description("1 while a person or a setting holds back what an account submits")
                .tags(tags).register(metrics);
    }

    /** Grows as accounts come; none goes. */
    Map<Lane, Gate> all() {
        return gates;
    }

    void stop(@Observes CamelContextStoppingEvent event) {
        halt.end();
    }

    /** Whoever waits for a turn goes back, and so does who comes, until {@link #goOn}. */
    public void halt() {
        halt.begin();
    }

    public void goOn() {
        halt.over();
    }

    /**
     * Returns once the step may call its provider, and learns from the call when the exchange is done. The message goes
     * back to its queue where Sluice halts first, or where the broker has taken it back meanwhile.
     */
    public void enter(Exchange exchange, String provider) throws InterruptedException {
        Passage passage = Passage.of(exchange);
        if (passage.message().late()) {
            return;
        }
        Gate gate = Objects.requireNonNull(gates.get(lanes.of(provider, passage.message().account())));
        boolean submission = passage.submission() != null;
        boolean elsewhere = mayGoElsewhere(passage);
        Gate.Entered end = submission ? entered(gate, provider, passage.message().account(), elsewhere)
                : gate.enter(false) ? Gate.Entered.IN : Gate.Entered.STOPPED;
        if (end == Gate.Entered.TURNED_AWAY && !passage.delivery().isVoid()) {
            Hold hold = gate.hold();
            passage.turnedAway(provider + " is not called at the moment"
                    + (hold == null ? "" : ": " + hold.told()));
            return;
        }
        boolean entered = end == Gate.Entered.IN;
        if (!entered || passage.delivery().isVoid()) {
            if (entered) {
                gate.unused(submission);
                gate.leave(submission);
            }
            exchange.setRollbackOnly(true);
            return;
        }
        Turn turn = new Turn(gate, submission);
        exchange.setProperty(Turn.PROPERTY, turn);
        gate.begin();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                // Whoever has its place next is to know of it.
                try {
                    if (!turn.refused) {
                        learn(gate, submission, passage, done);
                    }
                } finally {
                    gate.end();
                    gate.leave(submission);
                }
            }
        });
    }

    /** Who is let in and held back meanwhile, which may be long after, waits once more. */
    private Gate.Entered entered(Gate gate, String provider, String account, boolean elsewhere)
            throws InterruptedException {
        while (isAdmitted(provider, account)) {
            Gate.Entered end = elsewhere ? gate.enterOrTurnAway()
                    : gate.enter(true) ? Gate.Entered.IN : Gate.Entered.STOPPED;
            if (end != Gate.Entered.IN || !submissions.areHeld(provider, account)) {
                return end;
            }
            gate.unused(true);
            gate.leave(true);
        }
        return Gate.Entered.STOPPED;
    }

    /**
     * Waits while its submissions are held back, and for memory for what follows one more.
     *
     * @return false where a halt begins first
     */
    private boolean isAdmitted(String provider, String account) throws InterruptedException {
        while (submissions.areHeld(provider, account) || !crowd.admits()) {
            if (halt.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void next(Calling calling) throws InterruptedException {
        Gate gate = gates.get(lanes.of(calling.provider().name(), calling.account().name()));
        if (gate != null) {
            gate.turn();
        }
    }

    /**
     * Makes a call that is about no order, in its turn, as an ask is made. What comes of it says nothing of the provider:
     * it holds nobody back, and lets nobody in.
     *
     * @return what it made; empty where it was not made, for calls of the account are held back, or orders had all its room
     *         or all its turns for ten seconds, or Sluice ends
     */
    public <T> Optional<T> beside(Lane lane, Supplier<T> call) throws InterruptedException {
        Gate gate = gates.get(lane);
        if (gate == null || !gate.enterBeside(BESIDE_MILLIS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(call.get());
        } finally {
            gate.unused(false);
            gate.leave(false);
        }
    }

    /** One that comes back may have called already, and is not turned away. */
    private static boolean mayGoElsewhere(Passage passage) {
        Submission submission = passage.submission();
        return submission != null && submission.otherwise() != null && !passage.message().handed()
                && !passage.delivery().isRedelivered();
    }

    /** One call that was let in. */
    private static final class Turn {

        private static final String PROPERTY = Turn.class.getName();

        private final Gate gate;
        private final boolean submission;
        private volatile boolean refused;

        private Turn(Gate gate, boolean submission) {
            this.gate = gate;
            this.submission = submission;
        }
    }

    /**
     * Learns at once that the provider refuses the account's credentials, before it is recorded of the order: of many
     * calls under way only those that tell something new are spent on it.
     *
     * @return whether it was known, so that the account's work is held back already
     */
    public boolean refused(Exchange exchange, Outcome outcome) {
        Turn turn = exchange.getProperty(Turn.PROPERTY, Turn.class);
        if (turn == null || turn.refused || !refusesCredentials(outcome, Calling.of(exchange))) {
            return false;
        }
        turn.refused = true;
        pause(turn.gate, outcome);
        return turn.gate.refused(turn.submission, Passage.of(exchange).step().entry().key());
    }

    /** What an operator is told of an account, where its calls are held back. */
    public @Nullable String told(String provider, String account) {
        Gate gate = gates.get(lanes.of(provider, account));
        Hold hold = gate == null ? null : gate.hold();
        return hold == null ? null : hold.told();
    }

    /** Where Sluice ends a call may end because of that, which tells nothing of the provider. */
    private void learn(Gate gate, boolean submission, Passage passage, Exchange done) {
        Outcome outcome = passage.outcome();
        if (outcome == null || halt.isEnd()) {
            gate.unused(submission);
            return;
        }
        Step step = passage.step();
        boolean once = !step.asking() && step.operation().lost() != Lost.REPEAT;
        Calling calling = Calling.of(done);
        int http = calling.answeredWith();
        pause(gate, outcome);
        if (refusesCredentials(outcome, calling)) {
            gate.refused(submission, step.entry().key());
        } else if (isFailure(outcome, http)) {
            gate.failed(submission, once, outcome.why().category());
        } else if (http > 0) {
            // One that nobody understands may be a refusal too.
            gate.answered(submission, once, calling.showsCredentials() && outcome.kind() != Kind.UNKNOWN);
        } else {
            gate.unused(submission);
        }
    }

    /** A call that showed none is not refused for them; one that was not sent is for a login that was. */
    private static boolean refusesCredentials(Outcome outcome, Calling calling) {
        return outcome.refusesCredentials() && (calling.showsCredentials() || calling.answeredWith() == 0);
    }

    private static void pause(Gate gate, Outcome outcome) {
        if (outcome.retryAfter() != null) {
            gate.pause(outcome.retryAfter());
        }
    }

    /**
     * The provider is not well: it was not reached, gave no answer, none of its own or a server's error, or says that
     * it cannot for now.
     */
    private static boolean isFailure(Outcome outcome, int http) {
        return switch (outcome.kind()) {
            case NOT_DONE -> true;
            case UNKNOWN -> http == 0 || http >= 500 || outcome.wordless();
            case NOT_SENT -> outcome.why().category() == Category.UNAVAILABLE;
            default -> false;
        };
    }

    private static boolean answersPing(SideCalls calls, Provider provider, Lane lane) {
        int http = calls.ping(provider, lane.account());
        return http > 0 && http < 500 && http != 429;
    }

    private void tell(Lane lane, Breaker breaker, @Nullable Hold hold) {
        if (hold == null) {
            LOG.infof("%s/%s: the provider answers again, nothing is held back", lane.provider(), lane.account());
        } else if (hold.ofOthers()) {
            LOG.warnf("%s/%s: %s, for another replica found that out; work waits on its queue", lane.provider(),
                    lane.account(), hold.told());
        } else if (hold.part() == Hold.Part.CREDENTIALS) {
            LOG.warnf("%s/%s: the provider refused the account's credentials for %d requests in a row, so its work"
                    + " waits on its queue; mend them: a file that changes counts at once, else one call in a while"
                    + " finds out whether they are taken again", lane.provider(), lane.account(),
                    Breakers.MOST_REFUSALS);
            CompletableFuture.runAsync(() -> aside.send(() -> letters.refusedCredentials(lane),
                    "A message on sluice.attention"));
        } else {
            LOG.warnf("%s/%s: %d in a row failed, so %s for %s, then one is tried; work waits on its queue",
                    lane.provider(), lane.account(), breaker.failures(), hold.told(),
                    breaker.open().toString().substring(2).toLowerCase(Locale.ROOT));
        }
    }
}
