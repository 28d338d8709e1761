package dev.sluice.lane;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.ledger.GivenAway;
import dev.sluice.ledger.Share;
import dev.sluice.ledger.ShareRows.View;
import dev.sluice.provider.Account;
import dev.sluice.provider.GivenProviders;
import dev.sluice.queue.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Four replicas at one account, whose time is moved: they renew when they like, freeze wherever they are, have clocks of
 * their own, and lose the ledger and its answers.
 */
class LeasesTest {

    private static final Lane LANE = new Lane("hambit", "shop7");
    private static final int RATE = 20;
    private static final int CALLS = 8;
    private static final int MOST_AT_ONCE = 3;
    private static final Account ACCOUNT = GivenProviders.shipped(Map.of("sluice.providers.hambit.limits.rate",
            String.valueOf(RATE), "sluice.providers.hambit.limits.concurrency", String.valueOf(CALLS),
            "sluice.providers.hambit.accounts.shop7.access-key", "key",
            "sluice.providers.hambit.accounts.shop7.secret-key", "secret"))
            .get("hambit").account("shop7");

    private Random random = new Random(1);
    private final Map<String, Share> rows = new HashMap<>();
    private final List<One> replicas = new ArrayList<>();
    private long now = TimeUnit.DAYS.toMillis(20_000);
    private long databaseOff;
    private boolean reachable = true;
    private boolean othersAreAtIt;
    private int troubles;
    private int depth;

    private final class One {

        private final String name;
        private final long off;
        private final Gate gate = new Gate(ACCOUNT, new MovedClock(), () -> true, new Halt(), hold -> {});
        private final Leases leases;
        private boolean busy;
        private long rateWanted = 1;
        private long callsWanted;

        private One(String name) {
            this.name = name;
            this.off = random.nextLong() / 4;
            this.leases = new Leases(this::renewal, name, Map.of(LANE, gate), this::nanos, first -> new Demand(first) {
                @Override
                void measure(Gate of, long at) {
                }

                @Override
                long rate() {
                    return rateWanted;
                }

                @Override
                long calls() {
                    return callsWanted;
                }
            });
        }

        private long nanos() {
            return TimeUnit.MILLISECONDS.toNanos(now) + off;
        }

        private void wants(boolean all) {
            rateWanted = all ? RATE * 1000L : RATE * 20L;
            callsWanted = all ? CALLS : 0;
        }

        private long rate() {
            return gate.turns().rate(nanos());
        }

        private long calls() {
            return gate.slots().most(nanos());
        }

        private boolean renew() {
            if (busy) {
                return true;
            }
            busy = true;
            boolean settled = leases.renew();
            busy = false;
            return settled;
        }

        private Optional<View> renewal(Function<View, List<Share>> mine) {
            othersGoOn();
            if (!reachable || random.nextInt(100) < troubles) {
                throw GivenAway.failure();
            }
            if (othersAreAtIt) {
                return Optional.empty();
            }
            View view = new View(now + databaseOff, List.copyOf(rows.values()));
            mine.apply(view).forEach(share -> rows.put(share.replica(), share));
            othersGoOn();
            if (random.nextInt(100) < troubles) {
                throw GivenAway.failure();
            }
            return Optional.of(view);
        }
    }

    /** Whoever is asked meanwhile is frozen for that long. */
    private void othersGoOn() {
        if (depth == MOST_AT_ONCE) {
            return;
        }
        depth++;
        int steps = random.nextInt(10) == 0 ? random.nextInt(40) : random.nextInt(3);
        for (int i = 0; i < steps; i++) {
            step();
        }
        depth--;
    }

    private void step() {
        now += random.nextInt(10) == 0 ? random.nextInt(1500) : random.nextInt(200);
        check();
        One one = replicas.get(random.nextInt(replicas.size()));
        if (random.nextInt(5) == 0) {
            one.wants(random.nextBoolean());
        }
        one.renew();
        check();
    }

    private void check() {
        List<One> asked = replicas.stream().filter(one -> !one.leases.isAlone()).toList();
        assertThat(asked.stream().mapToLong(One::rate).sum()).isLessThanOrEqualTo(RATE * 1000L);
        assertThat(asked.stream().mapToLong(One::calls).sum()).isLessThanOrEqualTo(CALLS);
    }

    private void begin(int count, long seed) {
        random = new Random(seed);
        rows.clear();
        replicas.clear();
        reachable = true;
        troubles = 0;
        depth = MOST_AT_ONCE;
        databaseOff = random.nextLong(-1_000_000, 1_000_000);
        IntStream.range(0, count).forEach(i -> replicas.add(new One("replica-" + i)));
        replicas.forEach(one -> one.gate.awaitLease());
    }

    @Test
    void theirSharesAreNeverMoreThanTheLimit() {
        for (int seed = 0; seed < 100; seed++) {
            begin(4, seed);
            depth = 0;
            for (int i = 0; i < 100; i++) {
                step();
            }
        }
    }

    @Test
    void noMoreWhereTheLedgerAndItsAnswersAreLost() {
        for (int seed = 0; seed < 100; seed++) {
            begin(4, seed);
            depth = 0;
            troubles = 20;
            for (int i = 0; i < 100; i++) {
                step();
            }
        }
    }

    @Test
    void allThatWantMuchHaveTheSame() {
        begin(3, 7);
        replicas.forEach(one -> one.wants(true));
        seconds(4);
        assertThat(replicas).allSatisfy(one -> {
            assertThat(one.rate()).isBetween(6600L, 6667L);
            assertThat(one.calls()).isBetween(2L, 3L);
        });
        assertThat(replicas.stream().mapToLong(One::calls).sum()).isEqualTo(CALLS);
    }

    @Test
    void whoIsAloneWithWorkHasNearlyAllSoon() {
        begin(3, 7);
        replicas.forEach(one -> one.wants(true));
        seconds(4);
        replicas.get(1).wants(false);
        replicas.get(2).wants(false);
        seconds(3);
        assertThat(replicas.get(0).rate()).isGreaterThanOrEqualTo(RATE * 950L);
        assertThat(replicas.get(0).calls()).isEqualTo(CALLS);
        assertThat(replicas.get(1).rate()).as("its next call need not wait for a lease").isPositive();
        replicas.get(1).wants(true);
        seconds(3);
        assertThat(replicas.get(1).rate()).isBetween(9000L, 10_000L);
    }

    @Test
    void callsAreHandedOverAtOnce() {
        begin(2, 7);
        replicas.get(0).wants(true);
        seconds(4);
        assertThat(replicas.get(0).calls()).isEqualTo(CALLS);
        replicas.get(1).callsWanted = CALLS;
        replicas.get(1).renew();
        assertThat(replicas.get(0).renew()).isFalse();
        assertThat(replicas.get(0).renew()).isTrue();
        replicas.get(1).renew();
        assertThat(replicas.get(1).calls()).isEqualTo(CALLS / 2);
    }

    @Test
    void aReplicaThatIsTheOnlyOneHasAll() {
        begin(1, 7);
        replicas.get(0).wants(false);
        seconds(1);
        assertThat(replicas.get(0).rate()).isEqualTo(RATE * 1000L);
        assertThat(replicas.get(0).calls()).isEqualTo(CALLS);
    }

    @Test
    void whatAFrozenOneHadOthersHaveWhenItsTimeIsOver() {
        begin(2, 7);
        replicas.forEach(one -> one.wants(true));
        seconds(4);
        One frozen = replicas.get(0);
        One other = replicas.get(1);
        for (int second = 0; second < 7; second++) {
            now += 1000;
            check();
            other.renew();
            check();
        }
        assertThat(frozen.rate()).isZero();
        assertThat(other.rate()).isEqualTo(RATE * 1000L);
        frozen.renew();
        assertThat(frozen.rate()).as("there is nothing left, until it is given up").isZero();
        seconds(3);
        assertThat(frozen.rate()).isBetween(9900L, 10_000L);
    }

    @Test
    void withoutTheLedgerEachKeepsToAnEqualPart() {
        begin(3, 7);
        replicas.get(0).wants(true);
        seconds(4);
        reachable = false;
        now += 1000;
        replicas.forEach(One::renew);
        assertThat(replicas.get(0).leases.isAlone()).as("its lease goes on").isFalse();
        assertThat(replicas.get(0).rate()).isGreaterThan(RATE * 950L);
        seconds(6);
        assertThat(replicas).allSatisfy(one -> {
            assertThat(one.leases.isAlone()).isTrue();
            assertThat(one.rate()).isEqualTo(RATE * 1000L / 3);
            assertThat(one.calls()).isEqualTo(2);
        });
        reachable = true;
        seconds(4);
        assertThat(replicas).noneMatch(one -> one.leases.isAlone());
        check();
        assertThat(replicas.get(0).rate()).isGreaterThan(RATE * 950L);
    }

    @Test
    void whoNeverSawTheLedgerCallsHardlyAtAll() {
        begin(1, 7);
        reachable = false;
        seconds(1);
        assertThat(replicas.get(0).rate()).isEqualTo(RATE * 20L);
    }

    @Test
    void theOnlyOneHasAllWithoutTheLedger() {
        begin(1, 7);
        seconds(2);
        reachable = false;
        seconds(8);
        assertThat(replicas.get(0).rate()).isEqualTo(RATE * 1000L);
    }

    @Test
    void whoseLeaseEndsForOthersWereAtItSaysSoAndCallsNobody() {
        begin(1, 7);
        One one = replicas.get(0);
        seconds(1);
        othersAreAtIt = true;
        assertThat(one.renew()).isFalse();
        assertThat(one.leases.isAlone()).as("its lease goes on").isFalse();
        now += Leases.LASTS_MILLIS;
        assertThat(one.renew()).isFalse();
        assertThat(one.leases.isAlone()).isTrue();
        assertThat(one.rate()).isZero();
        assertThat(one.calls()).isZero();
        othersAreAtIt = false;
        seconds(2);
        assertThat(one.leases.isAlone()).isFalse();
        assertThat(one.rate()).isEqualTo(RATE * 1000L);
    }

    @Test
    void whereThereAreFewerCallsThanReplicasNobodyLooksForOneWithoutEnd() throws Exception {
        begin(CALLS + 2, 7);
        replicas.forEach(one -> one.wants(true));
        seconds(6);
        assertWanting(replicas.stream().filter(one -> one.calls() == 0).findFirst().orElseThrow(), false);
    }

    @Test
    void whoHasNoneOfEnoughCallsLooksSoon() throws Exception {
        begin(2, 7);
        replicas.get(0).wants(true);
        seconds(4);
        assertWanting(replicas.get(1), true);
    }

    /** While something waits there for a call. */
    private static void assertWanting(One one, boolean is) throws Exception {
        Thread waits = new Thread(() -> {
            try {
                one.gate.slots().take(true, TimeUnit.MINUTES.toMillis(1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        waits.setDaemon(true);
        waits.start();
        await().until(() -> one.gate.slots().waiting() > 0);
        assertThat(one.leases.isWanting()).isEqualTo(is);
        waits.interrupt();
        waits.join();
    }

    /** As after the step of a standby: its clock is another, and a lease of before says nothing by it. */
    @Test
    void anotherDatabasesClockDoesNotKeepWhatNobodyHas() {
        begin(2, 7);
        replicas.forEach(one -> one.wants(true));
        seconds(4);
        databaseOff -= 600_000;
        One left = replicas.remove(0);
        seconds(6);
        assertThat(left.rate()).isZero();
        assertThat(replicas.get(0).rate()).isEqualTo(RATE * 1000L);
    }

    private void seconds(int count) {
        for (int i = 0; i < count * 4; i++) {
            now += 250;
            check();
            for (One one : replicas) {
                for (int times = i % 4 == 0 ? 3 : 0; times > 0 && !one.renew(); times--) {
                    check();
                }
                check();
            }
        }
    }
}
