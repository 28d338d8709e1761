package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is forgotten when a clock is wrong, on both databases. */
@ParameterizedClass
@EnumSource
class LedgerTimeTest {

    private static final Duration KEEP = Duration.ofDays(90);
    private static final Duration DAY = Duration.ofDays(1);
    private static final Instant BEGIN = Instant.parse("2026-11-01T12:00:00Z");

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;

    private Instant truth = BEGIN;
    private Process sluice;

    @BeforeEach
    void open() throws Exception {
        pool = kind.openWithTables(folder);
        database = kind.database(pool);
        sluice = new Process();
        sluice.prune();
    }

    @AfterEach
    void close() throws Exception {
        if (database instanceof AutoCloseable closeable) {
            closeable.close();
        }
        pool.close();
    }

    @Test
    void whatWasKeptLongEnoughIsForgottenAndNothingBefore() {
        sluice.ends("first");
        for (int day = 1; day <= 90; day++) {
            pass(DAY);
            sluice.prune();
            assertThat(known("first")).as("day " + day).isTrue();
        }
        sluice.ends("last");
        sluice.prune();
        pass(Duration.ofMinutes(1));
        sluice.prune();
        assertThat(known("first")).isFalse();
        assertThat(known("last")).isTrue();
    }

    @Test
    void aClockThatJumpsAheadMakesNothingForgottenAndIsToldUntilItIsRightAgain() {
        sluice.ends("before");
        sluice.off = KEEP.plusDays(1);
        sluice.ends("meanwhile");
        sluice.prune();
        assertThat(known("before")).isTrue();
        assertThat(sluice.time.doubt()).contains("its clock says 2027-01-31T12:00:00Z, and by the ledger it is"
                + " 2026-11-01T12:00:00Z");
        assertThat(sluice.time.secondsOff()).isEqualTo(KEEP.plusDays(1).toSeconds());

        sluice.off = Duration.ZERO;
        sluice.prune();
        assertThat(sluice.time.doubt()).isNull();
        assertThat(sluice.time.secondsOff()).isZero();
        assertThat(known("before")).isTrue();
        pass(KEEP);
        sluice.prune();
        sluice.ends("after");
        pass(DAY);
        sluice.prune();
        assertThat(known("before")).isFalse();
        assertThat(known("meanwhile")).as("ended 91 days ahead: kept longer, never shorter").isTrue();
    }

    @Test
    void aClockThatIsSetGivesNoDaysRoomAnewAndADayHasItsOwn() {
        assertThat(sluice.orders("one", "7")).isEqualTo(Claim.Standing.FRESH);
        for (Duration off : List.of(KEEP.plusDays(2), Duration.ofDays(-3), Duration.ZERO)) {
            sluice.off = off;
            assertThat(sluice.orders("more", "4")).as(off.toString()).isEqualTo(Claim.Standing.OVER_THE_DAY);
            sluice.prune();
            Process another = new Process();
            another.off = off;
            assertThat(another.orders("more", "4")).as(off.toString()).isEqualTo(Claim.Standing.OVER_THE_DAY);
        }
        pass(DAY);
        sluice.prune();
        assertThat(sluice.orders("next", "10")).isEqualTo(Claim.Standing.FRESH);
        assertThat(count("daily_amount")).isEqualTo(2);
    }

    @Test
    void whatWasCountedOfADayIsForgottenWithWhatEndedOnIt() {
        sluice.orders("one", "7");
        for (int day = 0; day <= 92; day++) {
            pass(DAY);
            sluice.ends("day " + day);
            sluice.prune();
        }
        assertThat(count("daily_amount")).isZero();
    }

    @Test
    void aSluiceThatStartsWhileTheClockIsAheadForgetsNothingThoughItsOwnRecordsSayThatTime() {
        sluice.ends("before");
        sluice.off = KEEP.plusDays(1);
        sluice.ends("meanwhile");
        for (int start = 1; start <= 3; start++) {
            Process another = new Process();
            another.off = KEEP.plusDays(1);
            another.ends("start " + start);
            another.prune();
            assertThat(another.time.doubt()).isNotNull();
            assertThat(known("before")).isTrue();
        }
    }

    @Test
    void manySmallJumpsOfOneProcessAreALargeOne() {
        sluice.ends("before");
        for (int hours = 23; hours <= 100 * 24; hours += 23) {
            sluice.off = Duration.ofHours(hours);
            sluice.ends("after " + hours);
            sluice.prune();
        }
        assertThat(known("before")).isTrue();
        assertThat(sluice.time.doubt()).isNotNull();
    }

    @Test
    void aLedgerThatStoodStillLongerThanADayIsPrunedAfterAPersonConfirmsTheDay() {
        sluice.ends("before");
        pass(KEEP.plusDays(1));
        Process another = new Process();
        another.ends("now");
        another.prune();
        assertThat(known("before")).isTrue();
        assertThat(another.time.doubt()).isNotNull();

        assertThat(another.confirm("1", "2026-11-01")).contains("has 2027-01-31T12:00:00Z, not 2026-11-01");
        assertThat(acts()).isZero();
        assertThat(another.confirm("1", "2027-02-01")).as("a time zone away").isNull();
        assertThat(another.confirm("1", "2027-02-01")).as("the same act that comes back").isNull();
        assertThat(acts()).isEqualTo(1);
        assertThat(another.time.doubt()).isNull();
        another.prune();
        assertThat(known("before")).isFalse();
        assertThat(known("now")).isTrue();
    }

    @Test
    void whatIsConfirmedCountsForEveryReplicaWhoseClockIsRightAndForNoOther() {
        sluice.ends("before");
        pass(Duration.ofDays(14));
        Process right = new Process();
        Process wrong = new Process();
        wrong.off = KEEP;
        right.prune();
        wrong.prune();
        right.confirm("1", "2026-11-15");
        right.prune();
        wrong.prune();
        assertThat(right.time.doubt()).isNull();
        assertThat(wrong.time.doubt()).contains("by the ledger it is 2026-11-15T12:00:00Z");
        Process third = new Process();
        third.prune();
        assertThat(third.time.doubt()).isNull();
    }

    @Test
    void aNightWithoutASluiceNeedsNobody() {
        sluice.ends("before");
        for (int night = 0; night < 95; night++) {
            pass(Duration.ofHours(16));
            sluice = new Process();
            sluice.prune();
            assertThat(sluice.time.doubt()).isNull();
            pass(Duration.ofHours(8));
            sluice.ends("day " + night);
            sluice.prune();
        }
        assertThat(known("before")).isFalse();
    }

    @Test
    void anIdleSluiceThatRunsNeedsNobodyEither() {
        for (int week = 0; week < 10; week++) {
            pass(Duration.ofDays(7));
            sluice.prune();
            assertThat(sluice.time.doubt()).isNull();
        }
        sluice = new Process();
        sluice.prune();
        assertThat(sluice.time.doubt()).isNull();
    }

    @Test
    void aClockThatIsBehindForgetsLessAndIsToldWhereItIsMoreThanADay() {
        sluice.ends("before");
        pass(KEEP.plusHours(1));
        sluice.ends("now");
        sluice.off = Duration.ofHours(-20);
        sluice.prune();
        assertThat(known("before")).isTrue();
        assertThat(sluice.time.doubt()).isNull();
        sluice.off = Duration.ofDays(-20_000);
        sluice.prune();
        assertThat(sluice.time.doubt()).contains("its clock says 1972-");
        sluice.off = Duration.ZERO;
        sluice.prune();
        assertThat(known("before")).isFalse();
    }

    @Test
    void aLedgerThatBeganUnderAClockAheadIsPrunedByTheRightOneOnlyAfterAPersonConfirmsIt() {
        write("DELETE FROM ledger_time");
        sluice = new Process();
        sluice.off = KEEP.plusDays(1);
        sluice.prune();
        Process right = new Process();
        right.ends("before");
        right.prune();
        assertThat(right.time.doubt()).isNotNull();
        right.confirm("1", "2026-11-01");
        sluice = new Process();
        sluice.off = KEEP.plusDays(1);
        sluice.prune();
        assertThat(sluice.time.doubt()).isNotNull();
        assertThat(known("before")).isTrue();
    }

    @Test
    void aLedgerOfAnEarlierVersionAttestsTheTimeOfItsNewestEnd() {
        sluice.ends("before");
        write("DELETE FROM ledger_time");
        pass(KEEP.plusDays(1));
        sluice = new Process();
        sluice.prune();
        assertThat(sluice.time.doubt()).contains("by the ledger it is 2026-11-01T12:00:00Z");
        assertThat(known("before")).isTrue();
    }

    @Test
    void aNotedTimeAloneDoesNotGoBeyondTheNewestEndAndTheRunningTimeSince() {
        sluice.ends("before");
        sluice.prune();
        pass(KEEP.plusDays(1));
        sluice.prune();
        assertThat(known("before")).as("it ran all the time").isFalse();

        sluice.ends("again");
        pass(KEEP.plusDays(1));
        write("UPDATE ledger_time SET at = " + truth.toEpochMilli());
        sluice = new Process();
        sluice.prune();
        assertThat(sluice.time.doubt()).isNull();
        assertThat(known("again")).as("no record attests that so much time went by").isTrue();
    }

    /** They are forgotten for their own sake: no time has to be believed for that, and none is in the future. */
    @Test
    void whereNoExchangesAreToBeKeptAllGoUnderAnyClock() {
        sluice.ends("first");
        for (long at : List.of(1L, truth.toEpochMilli(), truth.plus(KEEP).toEpochMilli())) {
            Sql.Update row = Statements.exchange(new Key("orders", "first"), "s" + at, new Exchanged("{}", at));
            database.write(sql -> sql.updates(row));
        }
        sluice.off = KEEP.plusDays(1);
        sluice.prune();
        assertThat(sluice.time.doubt()).isNotNull();
        assertThat(count("exchange")).isEqualTo(3);

        new Pruning(new Housekeeping(database, sluice.clock), sluice.time, new Retention(KEEP, Map.of()),
                ExchangeKeep.OFF).run();

        assertThat(count("exchange")).isZero();
        assertThat(known("first")).isTrue();
    }

    @Test
    void ofExchangesNoMoreAreKeptThanAreToBe() {
        sluice.ends("first");
        database.write(sql -> sql.update("INSERT INTO exchange (family, request_id, step_id, said, at) WITH RECURSIVE"
                + " n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'orders', 'first',"
                + " 's-' || i, '{}', " + truth.toEpochMilli() + " + i FROM n"));
        sluice.prune();

        assertThat(count("exchange")).isEqualTo(1_000);
        List<String> oldest = database
                .read(sql -> sql.query(row -> row.getString(1), "SELECT step_id FROM exchange ORDER BY at"
                        + " LIMIT 1"));
        assertThat(oldest).containsExactly("s-4001");
        sluice.prune();
        assertThat(count("exchange")).isEqualTo(1_000);
    }

    /** A run may have millions of them before it, and whoever ends Sluice waits for it. */
    @Test
    void whereSluiceEndsARunIsOverWithItsBatch() {
        sluice.ends("first");
        write("INSERT INTO exchange (family, request_id, step_id, said, at) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL"
                + " SELECT i + 1 FROM n WHERE i < 2500) SELECT 'orders', 'first', 's-' || i, '{}', i FROM n");
        Pruning[] pruning = new Pruning[1];
        Database ended = new Database() {
            @Override
            public <T> T write(Work<T> work) {
                T written = database.write(work);
                pruning[0].end();
                return written;
            }

            @Override
            public <T> T read(Work<T> work) {
                return database.read(work);
            }
        };
        pruning[0] = new Pruning(new Housekeeping(ended, sluice.clock), sluice.time, new Retention(KEEP, Map.of()),
                ExchangeKeep.OFF);

        pruning[0].run();

        assertThat(count("exchange")).isEqualTo(2_500 - Pruning.EXCHANGES);
    }

    @Test
    void oneRunForgetsNoMoreThanItsBound() {
        int most = Pruning.BATCH * Pruning.BATCHES;
        write("INSERT INTO request (family, request_id, provider, account, operation, content_hash, document,"
                + " envelope, claim,"
                + " begun, status, final, sequence, not_found, created_at, updated_at) WITH RECURSIVE n (i) AS"
                + " (SELECT 1 UNION ALL"
                + " SELECT i + 1 FROM n WHERE i < " + (most + 7) + ") SELECT 'orders', 'r-' || i, 'hambit',"
                + " 'default', 'o', 'h', '{}',"
                + " '{}', 'c', 1, 'COMPLETED', 1, 1, 0, 1, 1 FROM n");
        sluice.ends("now");
        sluice.prune();
        assertThat(count("request")).isEqualTo(8);
        sluice.prune();
        assertThat(count("request")).isEqualTo(1);
    }

    /** Time goes by, for every clock and every process. */
    private void pass(Duration time) {
        truth = truth.plus(time);
    }

    private boolean known(String requestId) {
        return new Ledger(database, Clock.systemUTC()).find(new Key("orders", requestId)).isPresent();
    }

    private int acts() {
        return count("act");
    }

    private int count(String table) {
        return database.read(sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM " + table)).get(0);
    }

    private void write(String sql) {
        database.write(statements -> statements.update(sql));
    }

    /** A Sluice on this ledger; its clock is off by so much. */
    private final class Process {

        private final Instant started = truth;
        private Duration off = Duration.ZERO;
        private final Clock clock = ((InstantSource) () -> truth.plus(off)).withZone(ZoneOffset.UTC);
        private final LedgerTime time = new LedgerTime(database, clock,
                () -> Duration.between(started, truth).toNanos());
        private final Ledger ledger = new Ledger(database, clock, new RunningPlan(clock), time::day);
        private final Pruning pruning = new Pruning(new Housekeeping(database, clock), time,
                new Retention(KEEP, Map.of()), new ExchangeKeep(KEEP, 1_000));

        void prune() {
            pruning.run();
        }

        void ends(String requestId) {
            ledger.claim(request(requestId), requestId, false);
            ledger.record(new Key("orders", requestId), requestId, to(Status.COMPLETED));
        }

        /** Of 10 a day. */
        Claim.Standing orders(String requestId, String amount) {
            return ledger.claim(request(requestId), requestId, false,
                    new Spending("hambit", "default", "BRL", new BigDecimal(amount), BigDecimal.TEN)).standing();
        }

        String confirm(String step, String day) {
            return time.confirm(new Act(step, null, "clock", "ana", "it was off", null), LocalDate.parse(day));
        }
    }
}
