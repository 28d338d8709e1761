package dev.sluice.ledger;

import static dev.sluice.given.Patience.await;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.outcome.Status;
import dev.sluice.watch.Watch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connections to the server that are lost on the way to or from a commit: what was written counts once, whichever it
 * was.
 */
class LostCommitTest {

    private static final Key KEY = new Key("orders", "r-1");
    private static final String COMMIT = "COMMIT";

    private GivenServer server;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        server = new GivenServer();
        ledger = server.ledger(Clock.systemUTC());
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aClaimIsFreshThoughItsCommitIsLost(boolean arrives) {
        server.cut(COMMIT, arrives);

        assertThat(ledger.claim(request("r-1"), "a", false).standing()).isEqualTo(Claim.Standing.FRESH);
        assertThat(server.isCut()).isTrue();
        assertThat(ledger.find(KEY).orElseThrow().begun()).isEqualTo(1);
        assertThat(ledger.claim(request("r-1"), "a", false).standing()).isEqualTo(Claim.Standing.REDELIVERED);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStepIsRecordedOnceThoughItsCommitIsLost(boolean arrives) {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.cut(COMMIT, arrives);

        Recorded recorded = ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow();

        assertThat(server.isCut()).isTrue();
        assertThat(recorded.before()).isFalse();
        assertThat(recorded.sequence()).isEqualTo(1);
        assertThat(ledger.find(KEY).orElseThrow().sequence()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsChangedInTwoTripsCountsOnceThoughItsCommitIsLost(boolean arrives) {
        ledger.claim(request("r-1"), "a", false);
        server.cut(COMMIT, arrives);

        server.database().write(sql -> count(sql, "r-1") + count(sql, "r-1"));

        assertThat(server.isCut()).isTrue();
        assertThat(counted("r-1")).isEqualTo(2);
    }

    /** It ends by itself what stands still. */
    @Test
    void aServerThatDoesNotNoticeThatTheConnectionIsGoneIsAskedUntilItTells() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.unnoticedFor(Duration.ofMinutes(5));
        server.cut(COMMIT, false);

        Recorded recorded = ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow();

        assertThat(server.isCut()).isTrue();
        assertThat(recorded.before()).isFalse();
        assertThat(ledger.find(KEY).orElseThrow().sequence()).isEqualTo(1);
    }

    /** So many that some share a transaction while others have one of their own, and go on while one waits to be told. */
    @Test
    void othersThatWriteMeanwhileChangeNothingOfWhatIsTold() throws Exception {
        List<String> requests = IntStream.range(0, 40).mapToObj(number -> "r-" + number).toList();
        requests.forEach(request -> ledger.claim(request(request), request, false));
        ExecutorService threads = Executors.newFixedThreadPool(requests.size());
        AtomicBoolean enough = new AtomicBoolean();
        List<Future<Long>> written = requests.stream().map(request -> threads.submit(() -> {
            long count = 0;
            while (!enough.get()) {
                count += server.database().write(sql -> count(sql, request));
            }
            return count;
        })).toList();
        for (int i = 0; i < 6; i++) {
            server.cut(COMMIT, true);
            await().until(server::isCut);
        }
        enough.set(true);
        threads.shutdown();
        for (int i = 0; i < requests.size(); i++) {
            assertThat(written.get(i).get(1, TimeUnit.MINUTES)).isEqualTo(counted(requests.get(i)));
        }
    }

    /** Else those that wait to be told would wait for each other. */
    @Test
    @Timeout(60)
    void whoWaitsToBeToldHoldsNoConnection() throws Exception {
        server.close();
        server = new GivenServer(1);
        ledger = server.ledger(Clock.systemUTC());
        server.cut(COMMIT, true);

        assertThat(ledger.claim(request("r-1"), "a", false).standing()).isEqualTo(Claim.Standing.FRESH);
        assertThat(server.isCut()).isTrue();
    }

    /** Nothing in the row tells whether it was noted. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDenialIsCountedOnceThoughItsCommitIsLost(boolean arrives) {
        ledger.claim(request("r-1"), "a", false);
        server.cut(COMMIT, arrives);

        ledger.asked(KEY, null, true, "no such order");

        assertThat(server.isCut()).isTrue();
        assertThat(ledger.find(KEY).orElseThrow().notFound()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO provider_order", "UPDATE request", "INSERT INTO journal"})
    void whatIsLostBeforeTheCommitIsWrittenAgain(String statement) {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.cut(statement, true);

        Recorded recorded = ledger.record(seen, "a", row -> to(row.takes("REF") ? Status.ACCEPTED : Status.UNKNOWN))
                .orElseThrow();

        assertThat(recorded.before()).isFalse();
        assertThat(server.isCut()).isTrue();
        assertThat(ledger.find(KEY).orElseThrow().sequence()).isEqualTo(1);
    }

    /** The row may be there before, and with the first mark in it is not. */
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatIsInProgressIsAskedUntilItEnds(boolean committed, boolean marked) throws Exception {
        ledger.claim(request("r-1"), "a", false);
        AtomicInteger looks = new AtomicInteger();
        try (Connection connection = server.connect();
                Watch watch = new Watch("the ledger", looks::incrementAndGet)) {
            CommitMarks marks = server.commitMarks(watch, Duration.ofMinutes(1));
            connection.setAutoCommit(false);
            if (marked) {
                CommitMarks.Mark before = marks.take();
                change(connection, before);
                connection.commit();
                marks.giveBack(before);
            }
            CommitMarks.Mark mark = marks.take();
            assertThat(mark.number()).isEqualTo(marked ? 2 : 1);
            change(connection, mark);
            CompletableFuture<Boolean> told = CompletableFuture
                    .supplyAsync(() -> marks.committed(mark, new SQLException("lost")));
            int before = looks.get();
            await().until(() -> told.isDone() || looks.get() > before + 2);
            assertThat(told).isNotDone();

            if (committed) {
                connection.commit();
            } else {
                connection.rollback();
            }

            assertThat(told.join()).isEqualTo(committed);
        }
    }

    @Test
    void whatDoesNotEndStaysInDoubt() throws Exception {
        ledger.claim(request("r-1"), "a", false);
        try (Connection connection = server.connect(); Watch watch = new Watch("the ledger", () -> {})) {
            CommitMarks marks = server.commitMarks(watch, Duration.ofSeconds(2));
            CommitMarks.Mark mark = marks.take();
            connection.setAutoCommit(false);
            change(connection, mark);

            assertThatThrownBy(() -> marks.committed(mark, new SQLException("lost")))
                    .isInstanceOf(LedgerUnavailable.InDoubt.class);
            connection.rollback();
        }
    }

    /** To leave a mark is to write, which a transaction that changed nothing need not do. */
    @Test
    void whatChangesNothingLeavesNoMark() {
        server.database().write(sql -> count(sql, "none"));

        assertThat(marked()).isZero();
    }

    @Test
    void transactionsOneAfterTheOtherMarkOneRowAndInTheEndAnother() {
        ledger.claim(request("r-1"), "a", false);
        assertThat(marked()).isEqualTo(1);

        for (int i = 1; i < CommitMarks.MOST; i++) {
            server.database().write(sql -> count(sql, "r-1"));
        }
        assertThat(marked()).isEqualTo(1);

        server.database().write(sql -> count(sql, "r-1"));
        assertThat(marked()).isEqualTo(2);
    }

    @Test
    void marksOfThoseThatAreGoneAreRemoved() throws Exception {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO commit_mark VALUES ('gone', 1, now() - INTERVAL '8 days'),"
                    + " ('there', 1, now() - INTERVAL '6 days')");

            server.housekeeping().prune(GivenRequests.ALL, 0, 500);

            assertThat(new Sql(connection).query(row -> row.getString(1),
                    "SELECT writer FROM commit_mark WHERE writer IN ('gone', 'there')")).containsExactly("there");
        }
    }

    private static void change(Connection connection, CommitMarks.Mark mark) throws SQLException {
        count(new MarkedSql(connection, false, mark), "r-1");
    }

    private static int count(Sql sql, String request) throws SQLException {
        return sql.update("UPDATE request SET not_found = not_found + 1 WHERE request_id = ?", request);
    }

    private long counted(String request) {
        return ledger.find(new Key("orders", request)).orElseThrow().notFound();
    }

    private long marked() {
        return server.database().read(sql -> sql.query(row -> row.getLong(1), "SELECT count(*) FROM commit_mark"))
                .get(0);
    }
}
