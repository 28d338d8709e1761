package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three replicas at a pair of brokers and a pair of databases, and what happens to such a site: what was asked, done and
 * published must agree in the end. It needs root and some of Debian's packages, hence a profile of its own:
 * {@code ./mvnw verify -Pscale}.
 */
class ScaleProof {

    private static final long SEED = Long.getLong("sluice.faults.seed", System.nanoTime());

    private static Tally sum = Tally.NOTHING;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @BeforeAll
    static void look() throws Exception {
        List<String> missing = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) {
            missing.add("root");
        }
        for (String program : List.of("ip", "setpriv", "faketime")) {
            if (Stream.of(System.getenv("PATH").split(":"))
                    .noneMatch(part -> Files.isExecutable(Path.of(part, program)))) {
                missing.add(program);
            }
        }
        if (!Files.isExecutable(PostgresPair.programs().resolve("pg_basebackup"))) {
            missing.add("PostgreSQL's server below /usr/lib/postgresql");
        }
        assertThat(missing).as("what -Pscale needs and is not here (Debian: apt-get install iproute2 util-linux"
                + " faketime postgresql)").isEmpty();
    }

    @AfterAll
    static void printSum() {
        System.out.println("ScaleProof in sum: " + sum.line(SEED));
    }

    @Test
    void theBrokerFailsOverAndBack() throws Exception {
        run("broker failover", "40s", fleet -> {
            fleet.awaitMade(50);
            fleet.brokers().failOver();
            fleet.awaitMade(120);
            fleet.brokers().failOver();
        });
    }

    @Test
    void theDatabaseFailsOver() throws Exception {
        run("database failover", "40s", fleet -> {
            fleet.awaitMade(80);
            fleet.databases().failOver();
        });
    }

    /** Longer than the broker holds on to what was given to it, and than any claim or answer is waited for. */
    @Test
    void oneIsFrozenAndWoken() throws Exception {
        run("one frozen", "2m", fleet -> {
            fleet.awaitMade(60);
            fleet.signal(1, "STOP");
            Pause.millis(45_000);
            fleet.signal(1, "CONT");
        });
    }

    @Test
    void eachIsRestartedUnderLoad() throws Exception {
        run("rolling restart", "40s", fleet -> {
            for (int replica = 0; replica < Fleet.REPLICAS; replica++) {
                fleet.awaitMade(50 * (1 + replica));
                fleet.restart(replica);
            }
        });
    }

    @Test
    void allShareTheWork() throws Exception {
        run("shared work", "40s", fleet -> {
            fleet.awaitMade(150);
            for (int replica = 0; replica < Fleet.REPLICAS; replica++) {
                assertThat(fleet.replica(replica).sum("sluice_calls_seconds_count")).as("calls of replica " + replica)
                        .isGreaterThan(20);
            }
        });
    }

    /**
     * By more than the doubles take, of whom some look at the time of a call, no clock is off; and by less than the time in
     * which an order is asked about, for who is ahead takes that for over too early.
     */
    @Test
    void theirClocksDifferByMinutes() throws Exception {
        try (Fleet fleet = new Fleet(folder, "5m").clock(1, "+90s").clock(2, "-90s")) {
            sum = sum.plus(fleet.run("clocks apart", load(), any -> fleet.awaitMade(150)));
        }
    }

    @Test
    void oneIsCutOffFromTheBrokersAndThenFromTheDatabases() throws Exception {
        try (Network network = new Network()) {
            network.start();
            try (Fleet fleet = new Fleet(folder, "2m").in(network, 1)) {
                sum = sum.plus(fleet.run("partition", load(), any -> {
                    fleet.awaitMade(40);
                    network.cut(Network.To.BROKERS);
                    Pause.millis(40_000);
                    network.mend(Network.To.BROKERS);
                    fleet.awaitReady();
                    fleet.awaitMade(100);
                    network.cut(Network.To.DATABASES);
                    Pause.millis(40_000);
                    network.mend(Network.To.DATABASES);
                }));
            }
        }
    }

    /** A rolling update, of which a part is begun again with the version before. */
    @Test
    void theVersionBeforeAndThisOneWorkSideBySide() throws Exception {
        Path before = FormerVersion.in(folder.resolve("former"));
        Path now = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        try (Fleet fleet = new Fleet(folder, "40s").version(0, before).version(1, before).version(2, before)) {
            sum = sum.plus(fleet.run("old and new", load(), any -> {
                fleet.awaitMade(40);
                fleet.version(0, now).restart(0);
                fleet.awaitMade(80);
                fleet.restart(1);
                fleet.awaitMade(120);
                fleet.version(1, now).restart(1);
                fleet.version(2, now).restart(2);
            }));
        }
    }

    /** What docs/scale.md calculates with. */
    @Test
    void whatAnOrderTakes() throws Exception {
        List<Asked> orders = Asked.calm(random, 1000, 0);
        try (Fleet fleet = new Fleet(folder, "2m")) {
            sum = sum.plus(fleet.run("orders that go well", orders, any -> {}));
            System.out.println("an order that goes well: " + fleet.costs(orders.size()));
        }
    }

    private void run(String what, String budget, Fleet.Trouble trouble) throws Exception {
        try (Fleet fleet = new Fleet(folder, budget)) {
            sum = sum.plus(fleet.run(what, load(), trouble));
        }
    }

    private List<Asked> load() {
        return Asked.load(random, Map.of(Errand.EXCHANGE, 160, Errand.PAYIN, 20, Errand.TOPUP, 20, Errand.OTP, 20,
                Errand.LICENCE, 20));
    }
}
