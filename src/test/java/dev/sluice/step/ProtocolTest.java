package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.Beside;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.outcome.Status;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The step protocol on the real code, as the model ({@code src/test/model/steps.py}) checks it on paper: all runs of
 * one worker up to a bound, and many seeded runs of two. A failing run tells its seed and every sub-step.
 */
@Beside
class ProtocolTest {

    private static final int MOST_RUNS = 40_000;
    private static final int SEEDED_RUNS = 600;
    private static final long FIRST_SEED = Long.getLong("sluice.test.seed", System.nanoTime());

    private static GivenLedger database;
    private static Providers providers;

    private record Policy(String provider, String operation, boolean accepts, boolean saysNoSuchOrder) {
    }

    private static final Policy ASK = new Policy("hambit", "fiat-to-crypto", true, false);
    private static final Policy ASK_TOLD = new Policy("hambit", "fiat-to-crypto", true, true);
    private static final Policy PERSON = new Policy("messagehub", "send", false, false);
    private static final Policy BELIEVED = new Policy("aeterna", "payin", true, false);
    private static final Policy REPEAT_ONCE = new Policy("messagehub", "verify", false, false);

    @BeforeAll
    static void open() throws Exception {
        System.out.println("ProtocolTest: seeds from " + FIRST_SEED + " (-Dsluice.test.seed)");
        database = new GivenLedger();
        Map<String, String> fast = new HashMap<>(Map.of("sluice.providers.aeterna.base-url", "http://localhost",
                "sluice.providers.aeterna.accounts.default.public-token", "public",
                "sluice.providers.aeterna.accounts.default.secret-token", "secret",
                "sluice.providers.aeterna.accounts.default.email", "a@example.com",
                "sluice.providers.aeterna.answers.statuses.progress", "1",
                "sluice.providers.aeterna.answers.statuses.completed", "8"));
        for (String name : new String[]{"hambit", "messagehub", "aeterna"}) {
            for (String schedule : new String[]{"poll", "retry"}) {
                String prefix = "sluice.providers." + name + "." + schedule + ".";
                fast.putAll(Map.of(prefix + "first-delay", "1s", prefix + "factor", "5", prefix + "max-delay", "1m",
                        prefix + "budget", "10m", prefix + "jitter", "0"));
            }
        }
        providers = GivenProviders.shipped(fast);
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
    }

    @Test
    void anOrderThatCanBeAskedAboutIsCreatedOnceAndEndsOnceWhateverCrashes() {
        allRunsOfOneWorker(ASK, new Trouble(2, 1, 0, 0, 0), this::createdOnceAndEnded);
        allRunsOfOneWorker(ASK, new Trouble(1, 0, 1, 0, 1), this::createdOnceAndEnded);
        allRunsOfOneWorker(ASK, new Trouble(1, 1, 0, 1, 0), this::createdOnceAndEnded);
        seededRunsOfTwoWorkers(ASK, new Trouble(2, 1, 1, 2, 1), this::createdOnceAndEnded);
    }

    @Test
    void aCrashWhileARetryCallsNeverCallsTwice() {
        allRunsOfOneWorker(ASK, new Trouble(2, 0, 1, 0, 0), this::createdOnceAndEnded);
    }

    @Test
    void anOrderThatTheProviderDeniesIsSubmittedAgainAndStillCreatedOnce() {
        allRunsOfOneWorker(ASK_TOLD, new Trouble(1, 1, 0, 0, 0), (run, trouble) -> {
            createdOnceAndEnded(run, trouble);
            run.check(run.entry().status() == Status.COMPLETED, "an order that the provider denied was given up");
        });
        seededRunsOfTwoWorkers(ASK_TOLD, new Trouble(2, 1, 1, 2, 1), this::createdOnceAndEnded);
    }

    @Test
    void whatOnlyAPersonCanDecideIsNeverCalledTwice() {
        allRunsOfOneWorker(PERSON, new Trouble(2, 1, 1, 1, 0), this::calledOnce);
        seededRunsOfTwoWorkers(PERSON, new Trouble(2, 1, 1, 2, 1), this::calledOnce);
    }

    @Test
    void whatMayBeRepeatedOnceIsCalledTwiceAtMost() {
        BiConsumer<Simulation, Trouble> calledTwice = (run, trouble) -> {
            run.check(run.provider.calls <= 2, "called more than twice");
            run.check(run.entry().status() != Status.FAILED, "the answer to a repetition was believed");
        };
        allRunsOfOneWorker(REPEAT_ONCE, new Trouble(1, 1, 1, 0, 0), calledTwice);
        allRunsOfOneWorker(REPEAT_ONCE, new Trouble(0, 3, 1, 0, 0), calledTwice);
        allRunsOfOneWorker(REPEAT_ONCE, new Trouble(2, 1, 0, 0, 0), calledTwice);
        seededRunsOfTwoWorkers(REPEAT_ONCE, new Trouble(2, 2, 1, 2, 1), calledTwice);
    }

    @Test
    void aPersonEndsOnlyWhatNobodyKnowsAndItStaysEnded() {
        allRunsOfOneWorker(ASK, new Trouble(1, 1, 0, 0, 0).with(0, 1), this::createdOnceAndEnded);
        allRunsOfOneWorker(ASK, new Trouble(0, 1, 0, 0, 1).with(0, 2), this::createdOnceAndEnded);
        allRunsOfOneWorker(PERSON, new Trouble(2, 1, 0, 0, 0).with(0, 1), this::calledOnce);
        seededRunsOfTwoWorkers(ASK_TOLD, new Trouble(2, 1, 1, 1, 1).with(0, 2), this::createdOnceAndEnded);
        seededRunsOfTwoWorkers(PERSON, new Trouble(2, 1, 1, 0, 1).with(0, 2), this::calledOnce);
    }

    @Test
    void aWebhookThatIsBelievedEndsItOnce() {
        allRunsOfOneWorker(BELIEVED, new Trouble(1, 1, 0, 0, 0).with(1, 0), this::calledOnce);
        allRunsOfOneWorker(BELIEVED, new Trouble(1, 0, 0, 0, 0).with(2, 0), this::calledOnce);
        seededRunsOfTwoWorkers(BELIEVED, new Trouble(2, 1, 1, 0, 1).with(2, 1), this::calledOnce);
        seededRunsOfTwoWorkers(ASK, new Trouble(1, 1, 0, 0, 1).with(2, 1), this::createdOnceAndEnded);
    }

    @Test
    void aMessageThatIsTakenBackFromWhoGoesOnWithItLosesNoAnswerAndDoublesNoCall() {
        allRunsOfOneWorker(ASK, new Trouble(0, 1, 0, 0, 0).takenBack(1), this::createdOnceAndEnded);
        for (Policy policy : List.of(ASK, ASK_TOLD)) {
            seededRunsOfTwoWorkers(policy, new Trouble(0, 1, 0, 1, 1).takenBack(2), this::createdOnceAndEnded);
            seededRunsOfTwoWorkers(policy, new Trouble(1, 1, 1, 1, 0).takenBack(1).with(1, 1),
                    this::createdOnceAndEnded);
        }
        seededRunsOfTwoWorkers(PERSON, new Trouble(0, 0, 0, 1, 1).takenBack(2), (run, trouble) -> {
            calledOnce(run, trouble);
            run.check(run.provider.answered == 0 || run.entry().status() == Status.COMPLETED, "an answer was dropped");
        });
        for (Policy policy : List.of(PERSON, BELIEVED)) {
            seededRunsOfTwoWorkers(policy, new Trouble(1, 1, 1, 1, 0).takenBack(1), this::calledOnce);
        }
        seededRunsOfTwoWorkers(REPEAT_ONCE, new Trouble(1, 1, 1, 1, 1).takenBack(2), (run, trouble) -> {
            run.check(run.provider.calls <= 2, "called more than twice");
            run.check(run.entry().status() != Status.FAILED, "the answer to a repetition was believed");
        });
    }

    private void createdOnceAndEnded(Simulation run, Trouble trouble) {
        run.check(run.provider.effects <= 1, "created twice");
        run.check(run.decided() || run.provider.effects == 0 || run.entry().status() == Status.COMPLETED,
                "created, and never told");
        run.check(run.decided() || run.provider.effects == 1 || run.entry().status() == Status.UNRESOLVED,
                "ended without the provider's word");
        run.check(run.decided() || run.entry().status() != Status.FAILED, "failed, and nobody said so");
    }

    private void calledOnce(Simulation run, Trouble trouble) {
        run.check(run.provider.calls <= 1, "called twice");
        run.check(run.decided() || !run.entry().isFinal() || run.provider.effects == 1, "ended without an effect");
        run.check(run.decided() || run.entry().status() != Status.FAILED, "failed, and nobody said so");
    }

    private void allRunsOfOneWorker(Policy policy, Trouble trouble, BiConsumer<Simulation, Trouble> promise) {
        Choices.All all = new Choices.All();
        int runs = 0;
        do {
            promise.accept(simulation(policy, trouble, all, 1).run(), trouble);
            assertThat(++runs).as("runs of " + trouble).isLessThan(MOST_RUNS);
        } while (all.another());
        System.out.println("ProtocolTest: " + policy.operation() + " " + trouble + ": all " + runs + " runs");
    }

    private void seededRunsOfTwoWorkers(Policy policy, Trouble trouble, BiConsumer<Simulation, Trouble> promise) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + SEEDED_RUNS; seed++) {
            try {
                promise.accept(simulation(policy, trouble, Choices.random(seed), 2).run(), trouble);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private Simulation simulation(Policy policy, Trouble trouble, Choices choices, int workers) {
        return new Simulation(database, providers, choices, policy.provider(), policy.operation(),
                new SimulatedProvider(policy.accepts(), policy.saysNoSuchOrder()), trouble, workers);
    }
}
