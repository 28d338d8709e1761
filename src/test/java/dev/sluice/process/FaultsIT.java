package dev.sluice.process;

import dev.sluice.process.Plan.Kind;
import dev.sluice.process.Site.Shape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Sluice under faults: what was asked, what the doubles did and what came out must agree.
 * {@code ./mvnw verify -Pfaults} runs all of it at length; {@code -Dsluice.faults.seed=…} repeats a run, its load and
 * its moments.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultsIT {

    private static final boolean LONG = "long".equals(System.getProperty("sluice.faults"));
    private static final long SEED = Long.getLong("sluice.faults.seed", System.nanoTime());

    private static final List<Point> ALL = Point.OF_STEP;
    private static final List<Point> OF_SLUICE = ALL.stream().filter(point -> !Point.OF_BROKER.contains(point))
            .toList();
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LASTING = Duration.ofSeconds(2);
    private static final UnaryOperator<Settings> IMPATIENT = settings -> settings.impatient("40s", "3s");
    /** A sweep so eager that two steps race for most orders. */
    private static final UnaryOperator<Settings> EAGER = settings -> settings.impatient("30s", "3s")
            .set("sluice.providers.hambit.poll.factor", "1.2").set("sluice.sweep.period", "200ms")
            .set("sluice.sweep.grace", "0s").set("sluice.providers.hambit.limits.rate", "200");
    /** The provider's word that it has no such order, heard for a minute, sends what was never sent. */
    private static final UnaryOperator<Settings> SENDING_AGAIN = settings -> settings.impatient("3m", "3s")
            .set("sluice.providers.hambit.answers.no-such-order", "404");

    private static Tally sum = Tally.NOTHING;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);

    @AfterAll
    static void printSum() {
        System.out.println("FaultsIT in sum: " + sum.line(SEED));
    }

    @Test
    void endingAtEveryPointOfAStepOnSqlite() throws Exception {
        int rounds = LONG ? 4 : 1;
        run("points, SQLite", new Shape(1, false, false, true, 0, SHORT, LONG ? SENDING_AGAIN : IMPATIENT),
                load(rounds * 200, rounds * 25), Plan.of(1, Plan.points(random, ALL, rounds, 12)));
    }

    @Test
    void replicasThatRaceAndDieWhileBrokerAndDatabaseComeAndGo() throws Exception {
        int rounds = LONG ? 3 : 1;
        int work = rounds * 200;
        run("two replicas, PostgreSQL", new Shape(2, true, true, false, 700, LASTING, EAGER),
                load(rounds * 200, rounds * 20),
                Plan.of(2, Plan.kills(random, rounds * 4, work)).with(Plan.points(random, Point.OF_BROKER, rounds, 200),
                        Plan.others(random, Kind.CUT_BROKER, rounds, work),
                        Plan.others(random, Kind.CUT_DATABASE, rounds, work)));
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void endingAtEveryPointOfAStepOnPostgresqlWithItsBrokerOutside() throws Exception {
        run("points, PostgreSQL", new Shape(1, true, true, true, 0, SHORT, IMPATIENT), load(800, 100),
                Plan.of(1, Plan.points(random, OF_SLUICE, 4, 12)).with(Plan.points(random, Point.OF_BROKER, 3, 300),
                        List.of(), List.of()));
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void thirtyKillsOnSqlite() throws Exception {
        run("thirty kills, SQLite", new Shape(1, false, false, true, 0, SHORT, IMPATIENT), load(2000, 100),
                Plan.of(1, Plan.kills(random, 30, 1900)));
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void thirtyKillsOnPostgresql() throws Exception {
        run("thirty kills, PostgreSQL", new Shape(1, false, true, true, 0, SHORT, IMPATIENT), load(2000, 100),
                Plan.of(1, Plan.kills(random, 30, 1900)).with(List.of(), List.of(),
                        Plan.others(random, Kind.CUT_DATABASE, 10, 1900)));
    }

    @Test
    @EnabledIfSystemProperty(named = "sluice.faults", matches = "long")
    void threeReplicasKilledInTurn() throws Exception {
        run("three replicas, PostgreSQL", new Shape(3, true, true, true, 0, SHORT, IMPATIENT), load(1000, 50),
                Plan.of(3, Plan.inTurn(Plan.kills(random, 9, 1000), Plan.points(random, OF_SLUICE, 1, 12)))
                        .with(Plan.others(random, Kind.KILL, 3, 1000), Plan.others(random, Kind.CUT_BROKER, 3, 1000),
                                Plan.others(random, Kind.CUT_DATABASE, 3, 1000)));
    }

    private List<Asked> load(int exchanges, int ofEachOther) {
        return Asked.load(random,
                Map.of(Errand.EXCHANGE, exchanges, Errand.PAYIN, ofEachOther, Errand.TOPUP, ofEachOther,
                        Errand.OTP, ofEachOther, Errand.LICENCE, ofEachOther));
    }

    private void run(String what, Shape shape, List<Asked> load, Plan plan) throws Exception {
        System.out.println(what + ": repeat with -Dsluice.faults.seed=" + SEED);
        List<Asked> asked = shape.webhooks() ? load
                : load.stream().filter(one -> one.errand() != Errand.PAYIN).toList();
        Tally tally = new Run(what, shape, asked, plan).in(folder, SEED);
        synchronized (FaultsIT.class) {
            sum = sum.plus(tally);
        }
    }
}
