package dev.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.ledger.GivenServer;
import dev.sluice.provider.Account;
import dev.sluice.provider.GivenProviders;
import dev.sluice.queue.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Three replicas with work for one account, at a real server: the provider counts their calls. The rate is the most that it
 * may see; whether they use it is measured beside one that has such an account for itself.
 */
@Timeout(300)
class SharedLimitsTest {

    private static final Lane LANE = new Lane("hambit", "shop7");
    private static final boolean ASK = false;
    private static final int RATE = 50;
    private static final int CALLS = 4;
    private static final int THREADS = 4;
    private static final Account ACCOUNT = GivenProviders.shipped(Map.of(
            "sluice.providers.hambit.limits.rate", String.valueOf(RATE),
            "sluice.providers.hambit.limits.concurrency", String.valueOf(CALLS),
            "sluice.providers.hambit.accounts.shop7.access-key", "key",
            "sluice.providers.hambit.accounts.shop7.secret-key", "secret")).get("hambit").account("shop7");

    private final Seen seen = new Seen();
    private final Seen seenOfOneAlone = new Seen();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Halt halt = new Halt();
    private final List<One> replicas = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private GivenServer server;

    /** What a provider sees that takes its time for a call. */
    private final class Seen {

        private final List<Long> calls = new CopyOnWriteArrayList<>();
        private final AtomicInteger underWay = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();

        private void call() throws InterruptedException {
            calls.add(System.nanoTime());
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            ended.await(10, TimeUnit.MILLISECONDS);
            underWay.decrementAndGet();
        }
    }

    private final class One {

        private final Gate gate = gate();
        private final Leases leases;
        private volatile boolean works = true;
        private volatile boolean frozen;

        private One(int number) {
            gate.awaitLease();
            leases = new Leases(server.shares()::renew, "replica-" + number, Map.of(LANE, gate));
            start(this::keep);
            work(gate, () -> works, seen);
        }

        private void keep() throws InterruptedException {
            do {
                while (!frozen && !leases.renew()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                }
            } while (!ended.await(leases.isWanting() ? 200 : 1000, TimeUnit.MILLISECONDS));
        }

        private double part() {
            return gate.turns().rate(System.nanoTime()) / 1000.0 / RATE;
        }
    }

    private Gate gate() {
        return new Gate(ACCOUNT, new MovedClock(), () -> true, halt, hold -> {});
    }

    private void work(Gate gate, BooleanSupplier works, Seen seen) {
        IntStream.range(0, THREADS).forEach(i -> start(() -> {
            while (ended.getCount() > 0) {
                if (works.getAsBoolean() && gate.enter(ASK)) {
                    seen.call();
                    gate.answered(ASK, false, true);
                    gate.leave(ASK);
                } else {
                    ended.await(10, TimeUnit.MILLISECONDS);
                }
            }
        }));
    }

    private interface Work {
        void go() throws InterruptedException;
    }

    private void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.go();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
    }

    @BeforeEach
    void begin() throws Exception {
        server = new GivenServer();
        IntStream.range(0, 3).forEach(number -> replicas.add(new One(number)));
        work(gate(), () -> true, seenOfOneAlone);
    }

    @AfterEach
    void end() throws Exception {
        ended.countDown();
        halt.end();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        server.close();
    }

    @Test
    void theRateOfAnAccountIsThatOfAllReplicasTogether() {
        awaitThatEachHasItsPart();
        assertThatTheRateIsUsed("all three");
        assertThat(seen.most).hasValueLessThanOrEqualTo(CALLS);
        replicas.get(1).works = false;
        replicas.get(2).works = false;
        await("nobody else wants it", () -> replicas.get(0).part() > 0.95);
        assertThatTheRateIsUsed("one");
        replicas.get(1).works = true;
        await("another wants it", () -> replicas.get(1).part() > 0.45);
        assertThatTheRateIsUsed("two");
    }

    @Test
    void whatAFrozenOneHadTheOthersHave() {
        awaitThatEachHasItsPart();
        replicas.get(0).frozen = true;
        await("its lease is over", () -> replicas.get(0).part() == 0);
        await("the others have it", () -> replicas.get(1).part() + replicas.get(2).part() > 0.95);
        assertThatTheRateIsUsed("two");
        replicas.get(0).frozen = false;
        awaitThatEachHasItsPart();
        assertThatTheRateIsUsed("all three again");
    }

    private void awaitThatEachHasItsPart() {
        await("each has its part", () -> replicas.stream().allMatch(one -> one.part() > 0.3)
                && replicas.stream().mapToDouble(One::part).sum() > 0.95);
    }

    /** By the next calls that the provider sees while leases last: where the machine stands still, they end. */
    private void assertThatTheRateIsUsed(String who) {
        await("it is leased on", () -> isLeasedOnAndUsed(who));
    }

    private boolean isLeasedOnAndUsed(String who) {
        int from = seen.calls.size();
        int count = 3 * RATE;
        boolean[] leasedOn = {true};
        await("calls", () -> {
            leasedOn[0] &= replicas.stream().mapToDouble(One::part).sum() > 0.8;
            return seen.calls.size() > from + count;
        });
        long first = seen.calls.get(from);
        long last = seen.calls.get(from + count);
        long ofOneAlone = seenOfOneAlone.calls.stream().filter(time -> time - first > 0 && time - last <= 0).count();
        assertThat(count / ((last - first) / 1e9)).as(who).isLessThan(RATE * 1.1);
        if (leasedOn[0]) {
            assertThat((double) count).as(who).isGreaterThan(ofOneAlone * 0.9);
        }
        return leasedOn[0];
    }

    private static void await(String what, BooleanSupplier that) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!that.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
