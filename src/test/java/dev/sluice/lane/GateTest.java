package dev.sluice.lane;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Account;
import dev.sluice.provider.GivenProviders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may call, and who waits: three failures in a row hold an account back for thirty seconds here. */
class GateTest {

    private static final boolean SUBMISSION = true;
    private static final boolean ASK = false;
    private static final boolean ONCE = true;

    private final MovedClock clock = new MovedClock();
    private final Halt halt = new Halt();
    private final AtomicInteger pings = new AtomicInteger();
    private final List<String> turns = new ArrayList<>();
    private boolean reachable = true;
    @TempDir
    private static Path folder;
    private final Path key = folder.resolve("key");
    private final Gate gate = new Gate(account(Map.of()), clock, () -> {
        pings.incrementAndGet();
        return reachable;
    }, halt, hold -> turns.add(told(hold)));

    private Account account(Map<String, String> others) {
        Map<String, String> settings = new HashMap<>(Map.of("sluice.providers.hambit.breaker.failures", "3",
                "sluice.providers.hambit.breaker.open", "30s", "sluice.providers.hambit.limits.rate", "100",
                "sluice.providers.hambit.accounts.shop7.access-key", "key",
                "sluice.providers.hambit.accounts.shop7.secret-key-file", key.toString(),
                "sluice.providers.hambit.retry.max-delay", "1m"));
        settings.putAll(others);
        return GivenProviders.shipped(settings).get("hambit").account("shop7");
    }

    private static String told(Hold hold) {
        return hold == null ? null : hold.told();
    }

    @BeforeEach
    void writeKey() throws IOException {
        Files.writeString(key, "secret");
    }

    @AfterEach
    void nobodyWaitsOn() {
        halt.begin();
    }

    @Test
    void whoWaitsAndWhoWasLetInIsCounted() {
        fail(SUBMISSION, 3);
        CompletableFuture<Boolean> held = entering(SUBMISSION);
        assertThat(isWaiting(held)).isTrue();
        untilWaiting(1);
        assertThat(gate.inFlight()).isZero();
        clock.advance(Duration.ofSeconds(31));
        assertThat(entered(held)).isTrue();
        assertThat(gate.waiting()).isZero();
        gate.begin();
        assertThat(gate.inFlight()).isOne();
        gate.end();
        assertThat(gate.inFlight()).isZero();
    }

    @Test
    void onlyFailuresInARowHoldBack() {
        for (int i = 0; i < 5; i++) {
            fail(SUBMISSION, 2);
            answer(SUBMISSION);
        }
        assertThat(told(gate.hold())).isNull();
        fail(SUBMISSION, 3);
        assertThat(told(gate.hold())).isEqualTo("calls are held back (UNAVAILABLE)");
        assertThat(turns).containsExactly("calls are held back (UNAVAILABLE)");
        assertThat(waits(SUBMISSION)).isTrue();
        assertThat(waits(ASK)).isTrue();
    }

    @Test
    void oneCallIsTriedAtATimeAndItsSuccessLetsAllIn() {
        fail(SUBMISSION, 3);
        clock.advance(Duration.ofSeconds(31));
        enter(ASK);
        CompletableFuture<Boolean> another = entering(ASK);
        assertThat(isWaiting(another)).isTrue();
        gate.answered(ASK, false, true);
        assertThat(entered(another)).isTrue();
        assertThat(turns).hasSize(1);
        enter(SUBMISSION);
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(told(gate.hold())).isNull();
        assertThat(turns).hasSize(2).last().isNull();
    }

    @Test
    void eachTrialThatFailsDoublesTheWaitUpToSixTimes() {
        fail(ASK, 3);
        for (int seconds : new int[]{30, 60, 120, 180, 180, 180}) {
            clock.advance(Duration.ofSeconds(seconds - 1));
            CompletableFuture<Boolean> trial = entering(ASK);
            assertThat(isWaiting(trial)).as("not before %d s", seconds).isTrue();
            clock.advance(Duration.ofSeconds(2));
            assertThat(entered(trial)).isTrue();
            gate.failed(ASK, false, Category.OUTCOME_UNKNOWN);
        }
        assertThat(turns).as("told once").hasSize(1);
    }

    @Test
    void aTrialThatMadeNoCallLeavesItsPlaceToTheNext() {
        fail(SUBMISSION, 3);
        clock.advance(Duration.ofSeconds(31));
        for (int i = 0; i < 3; i++) {
            enter(SUBMISSION);
            gate.unused(SUBMISSION);
        }
        assertThat(told(gate.hold())).isNotNull();
    }

    @Test
    void whileItsPingFailsNoSubmissionIsRisked() {
        reachable = false;
        fail(SUBMISSION, 3);
        clock.advance(Duration.ofSeconds(31));
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        await().until(() -> pings.get() == 1);
        await().until(() -> gate.breakers().open(SUBMISSION));
        assertThat(isWaiting(submission)).isTrue();
        assertThat(pings).hasValue(1);
        reachable = true;
        clock.advance(Duration.ofSeconds(61));
        assertThat(entered(submission)).isTrue();
        assertThat(pings).hasValue(2);
    }

    @Test
    void whereAnAskWaitsItIsWhatIsTried() {
        fail(SUBMISSION, 3);
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        CompletableFuture<Boolean> ask = entering(ASK);
        untilWaiting(2);
        assertThat(isWaiting(ask)).isTrue();
        clock.advance(Duration.ofSeconds(31));
        assertThat(entered(ask)).isTrue();
        assertThat(isWaiting(submission)).isTrue();
        gate.failed(ASK, false, Category.OUTCOME_UNKNOWN);
        assertThat(isWaiting(submission)).isTrue();
    }

    @Test
    void submissionsThatAreLostAreHeldBackThoughAsksAreAnswered() {
        for (int i = 0; i < 3; i++) {
            fail(SUBMISSION, 1);
            answer(ASK);
        }
        assertThat(told(gate.hold())).isEqualTo("submissions are held back (UNAVAILABLE)");
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        assertThat(isWaiting(submission)).isTrue();
        answer(ASK);
        clock.advance(Duration.ofSeconds(31));
        assertThat(entered(submission)).isTrue();
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(told(gate.hold())).isNull();
    }

    @Test
    void callsThatMayBeRepeatedSayNothingOfThoseThatMayNot() {
        fail(SUBMISSION, 2);
        enter(SUBMISSION);
        gate.answered(SUBMISSION, !ONCE, true);
        fail(SUBMISSION, 1);
        assertThat(told(gate.hold())).isEqualTo("submissions are held back (UNAVAILABLE)");
    }

    @Test
    void credentialsThatAreRefusedForThreeRequestsInARowHoldAllBack() {
        refuse("a", "b");
        answer(ASK);
        refuse("c", "c", "d");
        assertThat(told(gate.hold())).as("twice in a row, one of them asked again").isNull();
        refuse("e");
        assertThat(told(gate.hold())).isEqualTo("its work is held back (AUTHENTICATION)");
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        CompletableFuture<Boolean> ask = entering(ASK);
        untilWaiting(2);
        assertThat(isWaiting(submission)).isTrue();
        clock.advance(Duration.ofSeconds(31));
        assertThat(entered(ask)).as("an ask is tried first").isTrue();
        assertThat(pings).as("a ping may need no credentials").hasValue(0);
        assertThat(gate.refused(ASK, "e")).as("no order is spent on what is known").isTrue();
        assertThat(isWaiting(submission)).as("the same request again, and refused again").isTrue();
        clock.advance(Duration.ofSeconds(61));
        assertThat(entered(submission)).isTrue();
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(told(gate.hold())).isNull();
    }

    @Test
    void aCallThatShowsNoCredentialsTellsNothingOfThem() throws InterruptedException {
        for (String request : List.of("a", "b")) {
            refuse(request);
            enter(SUBMISSION);
            gate.answered(SUBMISSION, ONCE, false);
        }
        assertThat(told(gate.hold())).isNull();
        refuse("c");
        assertThat(told(gate.hold())).isEqualTo("its work is held back (AUTHENTICATION)");
        clock.advance(Duration.ofSeconds(31));
        enter(SUBMISSION);
        gate.answered(SUBMISSION, ONCE, false);
        assertThat(told(gate.hold())).isEqualTo("its work is held back (AUTHENTICATION)");
        enter(SUBMISSION);
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(told(gate.hold())).isNull();
    }

    @Test
    void credentialsThatAreRefusedAreToldWhateverIsHeldBackAlready() {
        fail(SUBMISSION, 3);
        clock.advance(Duration.ofSeconds(31));
        refuse("a", "b", "c");
        assertThat(told(gate.hold())).isEqualTo("its work is held back (AUTHENTICATION)");
        assertThat(turns).containsExactly("calls are held back (UNAVAILABLE)",
                "its work is held back (AUTHENTICATION)");
        for (int seconds : new int[]{31, 61}) {
            clock.advance(Duration.ofSeconds(seconds));
            refuse("d");
        }
        assertThat(turns).as("told once").hasSize(2);
        clock.advance(Duration.ofSeconds(121));
        answer(ASK);
        assertThat(turns).as("they are taken, and submissions are yet to be tried").hasSize(3)
                .last().isEqualTo("submissions are held back (UNAVAILABLE)");
        answer(SUBMISSION);
        assertThat(turns).hasSize(4).last().isNull();
    }

    @Test
    void whatIsHeldBackBesideSubmissionsIsTold() {
        for (int i = 0; i < 3; i++) {
            fail(SUBMISSION, 1);
            answer(ASK);
        }
        fail(ASK, 3);
        assertThat(turns).containsExactly("submissions are held back (UNAVAILABLE)",
                "calls are held back (UNAVAILABLE)");
    }

    @Test
    void otherCredentialsAreTriedAtOnce() throws IOException {
        refuse("a", "b", "c");
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        assertThat(isWaiting(submission)).isTrue();
        Files.writeString(key, "another");
        clock.advance(Duration.ofSeconds(2));
        assertThat(entered(submission)).isTrue();
        assertThat(gate.refused(SUBMISSION, "d")).as("and no order is spent on them").isTrue();
    }

    @Test
    void ofManyCallsUnderWayAsManyAreSpentOnRefusedCredentialsAsHoldAllBack() throws IOException {
        for (int call = 0; call < 16; call++) {
            enter(SUBMISSION);
        }
        for (int call = 0; call < 16; call++) {
            assertThat(gate.refused(SUBMISSION, "request-" + call)).as("known at call %d", call).isEqualTo(call >= 3);
            if (call == 7) {
                Files.writeString(key, "another");
            }
        }
        clock.advance(Duration.ofSeconds(2));
        enter(SUBMISSION);
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(told(gate.hold())).as("old refusals tell nothing of new credentials").isNull();
    }

    @Test
    void aPauseHoldsAllBackButNotLongerThanTheLongestDelayBetweenTries() {
        gate.pause(Duration.ofHours(1).toMillis());
        clock.advance(Duration.ofSeconds(59));
        CompletableFuture<Boolean> submission = entering(SUBMISSION);
        CompletableFuture<Boolean> ask = entering(ASK);
        assertThat(isWaiting(submission)).isTrue();
        assertThat(isWaiting(ask)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(entered(submission)).isTrue();
        assertThat(entered(ask)).isTrue();
    }

    @Test
    void theRateSpacesCalls() {
        long began = System.nanoTime();
        for (int i = 0; i <= 20; i++) {
            answer(i % 2 == 0);
        }
        assertThat(System.nanoTime() - began).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    }

    @Test
    void nobodyIsLetInWhenSluiceStops() {
        fail(SUBMISSION, 3);
        CompletableFuture<Boolean> waiting = entering(SUBMISSION);
        assertThat(isWaiting(waiting)).isTrue();
        halt.begin();
        assertThat(entered(waiting)).isFalse();
        assertThat(entered(entering(ASK))).isFalse();
    }

    @Test
    void anAccountThatGetsOtherSettingsKeepsItsPaceAndWhatHoldsItBack() {
        long began = System.nanoTime();
        fail(SUBMISSION, 3);
        gate.becomes(account(Map.of("sluice.providers.hambit.limits.rate", "1")), () -> true, hold -> turns.clear());
        assertThat(told(gate.hold())).isEqualTo("calls are held back (UNAVAILABLE)");
        clock.advance(Duration.ofSeconds(31));
        answer(SUBMISSION);
        gate.becomes(account(Map.of("sluice.providers.hambit.limits.rate", "1")), () -> true, hold -> {});
        answer(SUBMISSION);
        assertThat(System.nanoTime() - began).as("two turns after those that were taken before")
                .isGreaterThan(TimeUnit.SECONDS.toNanos(2));
    }

    @Test
    void anotherAddressOrOtherLimitsAreTriedAtOnce() {
        fail(SUBMISSION, 3);
        gate.becomes(account(Map.of("sluice.providers.hambit.base-url", "https://other.test")), () -> true, hold -> {});
        assertThat(gate.hold()).isNull();
        answer(SUBMISSION);
    }

    @Test
    void aHaltSendsBackWhoWaitsAndIsOver() {
        fail(SUBMISSION, 3);
        CompletableFuture<Boolean> waiting = entering(SUBMISSION);
        assertThat(isWaiting(waiting)).isTrue();
        halt.begin();
        assertThat(entered(waiting)).isFalse();
        halt.over();
        clock.advance(Duration.ofSeconds(31));
        answer(SUBMISSION);
        halt.end();
        halt.over();
        assertThat(entered(entering(ASK))).as("an end is for good").isFalse();
    }

    private void fail(boolean submission, int times) {
        for (int i = 0; i < times; i++) {
            enter(submission);
            gate.failed(submission, ONCE, Category.UNAVAILABLE);
        }
    }

    private void refuse(String... requests) {
        for (String request : requests) {
            enter(SUBMISSION);
            gate.refused(SUBMISSION, request);
        }
    }

    private void answer(boolean submission) {
        enter(submission);
        gate.answered(submission, ONCE, true);
    }

    @Test
    void whoMayGoElsewhereDoesNotWaitWhileABreakerIsOpenAndTriesWhenItsTimeIsOver() throws Exception {
        assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.IN);
        gate.answered(SUBMISSION, ONCE, true);
        for (int i = 0; i < 3; i++) {
            assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.IN);
            gate.failed(SUBMISSION, ONCE, Category.UNAVAILABLE);
        }
        assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.TURNED_AWAY);
        assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.TURNED_AWAY);
        clock.moveTo(clock.millis() + 31_000);
        assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.IN);
        gate.answered(SUBMISSION, ONCE, true);
        assertThat(gate.enterOrTurnAway()).isEqualTo(Gate.Entered.IN);
    }

    @Test
    void whatIsNoOrdersIsNotCalledWhileCallsAreHeldBackAndIsNotWhatIsTried() throws Exception {
        assertThat(gate.enterBeside(60_000)).isTrue();
        gate.unused(ASK);
        gate.leave(ASK);
        fail(ASK, 3);
        assertThat(gate.enterBeside(10_000)).isFalse();
        clock.advance(Duration.ofSeconds(31));
        assertThat(gate.enterBeside(10_000)).as("an order's call finds out").isFalse();
        enter(ASK);
        assertThat(gate.enterBeside(10_000)).as("while that is under way").isFalse();
        gate.answered(ASK, false, true);
        assertThat(gate.enterBeside(60_000)).isTrue();
        assertThat(gate.waiting()).isZero();
    }

    /** Other accounts' balances wait behind it. */
    @Test
    void whatIsNoOrdersDoesNotWaitWhileTheProviderWantsAPauseNorLongForRoom() throws Exception {
        gate.pause(30_000);
        assertThat(gate.enterBeside(60_000)).isFalse();
        clock.advance(Duration.ofSeconds(31));
        gate.slots().lease(0, System.nanoTime() + TimeUnit.HOURS.toNanos(1), 0);

        assertThat(gate.enterBeside(100)).isFalse();
        assertThat(gate.waiting()).isZero();
    }

    /** One that waited on would have the slot of an order's ask, and all other balances behind it. */
    @Test
    @Timeout(60)
    void whatIsNoOrdersDoesNotWaitLongForItsTurnNorKeepsASlotMeanwhile() throws Exception {
        gate.turns().lease(new Turns.Lease(0, System.nanoTime() + TimeUnit.HOURS.toNanos(1), 0));

        assertThat(gate.enterBeside(100)).isFalse();
        assertThat(gate.slots().taken(ASK)).isZero();

        CompletableFuture<Boolean> ask = entering(ASK);
        await().until(() -> gate.turns().waiting() == 1);
        assertThat(gate.enterBeside(100)).as("an ask is before it in the line").isFalse();
        assertThat(gate.slots().taken(ASK)).isOne();
        assertThat(ask).isNotDone();
    }

    private void enter(boolean submission) {
        assertThat(entered(entering(submission))).isTrue();
    }

    private boolean waits(boolean submission) {
        return isWaiting(entering(submission));
    }

    private CompletableFuture<Boolean> entering(boolean submission) {
        CompletableFuture<Boolean> entered = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                entered.complete(gate.enter(submission));
            } catch (InterruptedException e) {
                entered.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return entered;
    }

    private void untilWaiting(int count) {
        await().until(() -> gate.waiting() == count);
    }

    private static boolean entered(CompletableFuture<Boolean> entering) {
        try {
            return entering.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    /** Given some turns to look, nobody was let in. */
    private static boolean isWaiting(CompletableFuture<Boolean> entering) {
        try {
            entering.get(200, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }
}
