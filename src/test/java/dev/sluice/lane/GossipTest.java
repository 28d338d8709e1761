package dev.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.ledger.Share;
import dev.sluice.ledger.ShareRows.View;
import dev.sluice.outcome.Category;
import dev.sluice.provider.Account;
import dev.sluice.provider.GivenProviders;
import dev.sluice.queue.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What one of some replicas hears holds for the others; a breaker opens for thirty seconds here. */
@Timeout(60)
class GossipTest {

    private static final Lane LANE = new Lane("hambit", "shop7");
    private static final boolean ASK = false;
    private static final Account ACCOUNT = GivenProviders.shipped(Map.of("sluice.providers.hambit.limits.rate", "1000",
            "sluice.providers.hambit.breaker.failures", "3", "sluice.providers.hambit.breaker.open", "30s",
            "sluice.providers.hambit.retry.max-delay", "1m",
            "sluice.providers.hambit.accounts.shop7.access-key", "key",
            "sluice.providers.hambit.accounts.shop7.secret-key", "secret")).get("hambit").account("shop7");

    private final Map<String, Share> rows = new HashMap<>();
    private long now = 1_000_000;
    private final Halt halt = new Halt();
    private final One first = new One("a", 0);
    private final One second = new One("b", 700);
    private final One third = new One("c", -700);
    private List<One> running = List.of(first, second, third);

    private final class One {

        private final MovedClock clock = new MovedClock();
        private final List<Hold> turns = new ArrayList<>();
        private final Gate gate = new Gate(ACCOUNT, clock, () -> true, halt, turns::add);
        private final Leases leases;

        private One(String name, long secondsOff) {
            // However long the machine stands still, no gate is without a lease.
            leases = new Leases(this::renewal, name, Map.of(LANE, gate),
                    () -> System.nanoTime() + TimeUnit.HOURS.toNanos(1), Demand::new);
            clock.advance(Duration.ofSeconds(700 + secondsOff));
        }

        private Optional<View> renewal(Function<View, List<Share>> mine) {
            View view = new View(now, List.copyOf(rows.values()));
            mine.apply(view).forEach(share -> rows.put(share.replica(), share));
            return Optional.of(view);
        }

        private void fail() throws InterruptedException {
            assertThat(gate.enter(ASK)).isTrue();
            gate.failed(ASK, false, Category.TIMEOUT);
            gate.leave(ASK);
        }

        private boolean isHeld() {
            return gate.hold() != null;
        }
    }

    @BeforeEach
    void allHaveAShare() {
        allRenew();
        allRenew();
        allRenew();
    }

    @AfterEach
    void nobodyWaitsOn() {
        halt.begin();
    }

    private void allRenew() {
        running.forEach(one -> one.leases.renew());
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            now += 1000;
            Stream.concat(Stream.of(first, second, third), running.stream()).distinct()
                    .forEach(one -> one.clock.advance(Duration.ofSeconds(1)));
            allRenew();
            allRenew();
        }
    }

    @Test
    void aPauseHoldsForAll() {
        assertThat(first.leases.isNews()).isFalse();
        first.gate.pause(TimeUnit.SECONDS.toMillis(20));
        assertThat(first.leases.isNews()).as("to be told at once").isTrue();
        allRenew();
        assertThat(first.leases.isNews()).isFalse();
        assertThat(List.of(first, second, third)).allMatch(one -> one.gate.isPaused());
        pass(19);
        assertThat(List.of(first, second, third)).allMatch(one -> one.gate.isPaused());
        pass(2);
        assertThat(List.of(first, second, third)).as("nobody tells on what it was told")
                .noneMatch(one -> one.gate.isPaused());
    }

    @Test
    void whatOneHoldsBackAllDoAndOneCallForAllEndsIt() throws InterruptedException {
        open(second);
        allRenew();
        allRenew();
        assertThat(List.of(first, second, third)).allMatch(One::isHeld);
        assertThat(first.turns).containsExactly(new Hold(Hold.Part.CALLS, Category.TIMEOUT, true));
        assertThat(second.turns).containsExactly(new Hold(Hold.Part.CALLS, Category.TIMEOUT, false));
        pass(31);
        assertThat(second.gate.enter(ASK)).isTrue();
        second.gate.begin();
        for (int i = 0; i < 30; i++) {
            pass(1);
            assertThat(List.of(first, third)).as("while it is tried").allMatch(one -> one.gate.breakers().open(ASK));
        }
        second.gate.end();
        second.gate.leave(ASK);
        second.gate.answered(ASK, false, true);
        assertThat(second.leases.isNews()).isTrue();
        allRenew();
        allRenew();
        assertThat(List.of(first, second, third)).noneMatch(One::isHeld);
    }

    @Test
    void ofSeveralThatHoldBackOneTries() throws InterruptedException {
        for (One one : List.of(first, second, third)) {
            open(one);
        }
        pass(31);
        assertThat(first.gate.enter(ASK)).isTrue();
        first.gate.failed(ASK, false, Category.TIMEOUT);
        allRenew();
        pass(40);
        assertThat(List.of(second, third)).as("twice as long, for all of them")
                .allMatch(one -> one.gate.breakers().open(ASK));
        pass(21);
        assertThat(first.gate.enter(ASK)).isTrue();
        first.gate.answered(ASK, false, true);
        allRenew();
        assertThat(List.of(first, second, third)).noneMatch(One::isHeld);
    }

    @Test
    void whereTheOneHasNoCallToTryAnotherTriesAndIsFollowed() throws InterruptedException {
        open(first);
        allRenew();
        allRenew();
        pass(31);
        assertThat(second.gate.breakers().open(ASK)).as("it waits some seconds more").isTrue();
        pass(3);
        second.fail();
        allRenew();
        allRenew();
        pass(31);
        assertThat(first.gate.breakers().open(ASK)).as("it follows now").isTrue();
        assertThat(third.gate.breakers().open(ASK)).isTrue();
        assertThat(rows.get("b").held()).isEqualTo("CALLS");
        pass(120);
        assertThat(second.gate.enter(ASK)).isTrue();
        second.gate.answered(ASK, false, true);
        allRenew();
        allRenew();
        assertThat(List.of(first, second, third)).noneMatch(One::isHeld);
    }

    @Test
    void whatIsHeldBackByOneThatIsGoneIsTriedByTheOthersInTheirTurn() throws InterruptedException {
        open(first);
        allRenew();
        running = List.of(second, third);
        pass(32);
        assertThat(second.gate.breakers().open(ASK)).isTrue();
        pass(2);
        assertThat(second.gate.enter(ASK)).isTrue();
        assertThat(third.gate.breakers().open(ASK)).isTrue();
        second.gate.answered(ASK, false, true);
        assertThat(second.isHeld()).isFalse();
    }

    @Test
    void oneThatAloneFailsDoesNotStopTheOthers() throws InterruptedException {
        running = List.of(first, second, third, new One("d", 30), new One("e", 0));
        List<One> well = running.subList(1, 5);
        pass(3);
        open(first);
        allRenew();
        allRenew();
        assertThat(well).allMatch(One::isHeld);
        for (int passed = 0; passed < 31 + 5 * 3; passed++) {
            pass(1);
            tryCall(first, false);
            well.forEach(one -> tryCall(one, true));
        }
        assertThat(well).as("each has tried a call itself").noneMatch(One::isHeld);
        for (int passed = 0; passed < 600; passed++) {
            pass(1);
            tryCall(first, false);
            assertThat(well).noneMatch(One::isHeld);
        }
        assertThat(first.isHeld()).isTrue();
        pass(181);
        tryCall(first, true);
        pass(1);
        open(first);
        pass(1);
        assertThat(well).as("once it was well, what it finds out is news again").allMatch(One::isHeld);
    }

    @Test
    void whoWasSickTooFollowsOnceMore() throws InterruptedException {
        open(first);
        open(second);
        int calls = 0;
        for (int passed = 0; passed < 31 + 61 + 10; passed++) {
            pass(1);
            tryCall(first, false);
            calls += tryCall(second, true) ? 1 : 0;
            assertThat(calls).as("in the first term").isLessThanOrEqualTo(passed < 60 ? 0 : Integer.MAX_VALUE);
        }
        assertThat(calls).isPositive();
        assertThat(second.isHeld()).isFalse();
    }

    @Test
    void whoHasOnlyAsksIsNotWaitedForWithSubmissions() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            assertThat(first.gate.enter(true)).isTrue();
            first.gate.failed(true, true, Category.TIMEOUT);
            first.gate.leave(true);
            assertThat(first.gate.enter(ASK)).isTrue();
            first.gate.answered(ASK, false, true);
            first.gate.leave(ASK);
        }
        assertThat(first.gate.own().hold()).extracting(Hold::part).isEqualTo(Hold.Part.SUBMISSIONS);
        allRenew();
        allRenew();
        assertThat(second.isHeld()).isTrue();
        pass(31);
        assertThat(first.gate.breakers().permits(true)).isTrue();
        first.gate.unused(true);
        assertThat(first.gate.enter(ASK)).isTrue();
        first.gate.begin();
        assertThat(first.gate.own().isTrying()).isFalse();
        pass(8);
        assertThat(second.gate.breakers().permits(true)).as("it tries one itself").isTrue();
    }

    @Test
    void whatOneThatIsGoneWasRefusedIsNotFollowed() {
        rows.put("z", new Share("hambit", "shop7", "z", 0, 1, 0, 0, now - 1, 0, "CREDENTIALS", "AUTHENTICATION",
                now + 30_000));
        allRenew();
        assertThat(first.isHeld()).isFalse();
        rows.put("z", new Share("hambit", "shop7", "z", 0, 1, 0, 0, now + 4000, 0, "CREDENTIALS", "AUTHENTICATION",
                now + 30_000));
        allRenew();
        assertThat(first.isHeld()).isTrue();
    }

    private static boolean tryCall(One one, boolean well) {
        if (!one.gate.breakers().permits(ASK)) {
            return false;
        }
        if (well) {
            one.gate.answered(ASK, false, true);
        } else {
            one.gate.failed(ASK, false, Category.TIMEOUT);
        }
        return true;
    }

    private static void open(One one) throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            one.fail();
        }
        assertThat(one.isHeld()).isTrue();
    }
}
