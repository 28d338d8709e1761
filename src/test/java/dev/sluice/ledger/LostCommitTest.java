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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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

    @Test
    void aServerThatNoticesLateThatTheConnectionIsGoneIsAskedUntilItTells() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.unnoticedFor(Duration.ofSeconds(8));
        server.cut(COMMIT, false);

        Recorded recorded = ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow();

        assertThat(server.isCut()).isTrue();
        assertThat(recorded.before()).isFalse();
        assertThat(ledger.find(KEY).orElseThrow().sequence()).isEqualTo(1);
    }

    /** The row may be there before, and with the first mark of a writer it is not. */
    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void whatIsInProgressIsAskedUntilItEnds(boolean committed, boolean marked) throws Exception {
        ledger.claim(request("r-1"), "a", false);
        AtomicInteger looks = new AtomicInteger();
        try (Connection connection = server.connect();
                Watch watch = new Watch("the ledger", looks::incrementAndGet)) {
            CommitMarks marks = server.commitMarks(watch, Duration.ofMinutes(1));
            CommitMarks.Writer writer = marks.take();
            connection.setAutoCommit(false);
            if (marked) {
                change(connection, writer);
                connection.commit();
                marks.giveBack(writer);
                assertThat(marks.take()).isSameAs(writer);
            }
            change(connection, writer);
            CompletableFuture<Boolean> told = CompletableFuture
                    .supplyAsync(() -> marks.committed(writer, new SQLException("lost")));
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
            CommitMarks.Writer writer = marks.take();
            connection.setAutoCommit(false);
            change(connection, writer);

            assertThatThrownBy(() -> marks.committed(writer, new SQLException("lost")))
                    .isInstanceOf(LedgerUnavailable.InDoubt.class);
            connection.rollback();
        }
    }

    /** As a standby does that takes over without it. */
    @Test
    void whatTheServerDidNotKeepIsWrittenAgain() throws Exception {
        ledger.claim(request("r-1"), "a", false);
        try (Connection connection = server.connect(); Watch watch = new Watch("the ledger", () -> {})) {
            CommitMarks marks = server.commitMarks(watch, Duration.ofMinutes(1));
            CommitMarks.Writer writer = marks.take();
            connection.setAutoCommit(false);
            change(connection, writer);
            connection.commit();
            marks.giveBack(writer);

            assertThat(marks.committed(marks.take(), new SQLException("lost"))).isFalse();
        }
    }

    /** To leave a mark is to write, which a transaction that changed nothing need not do. */
    @Test
    void whatChangesNothingLeavesNoMark() throws Exception {
        ledger.claim(request("r-1"), "a", false);
        try (Connection connection = server.connect()) {
            connection.setAutoCommit(false);
            MarkedSql sql = new MarkedSql(connection, false, new CommitMarks.Writer());

            sql.update("UPDATE request SET final = 1 WHERE request_id = 'none'");
            assertThat(sql.isMarked()).isFalse();

            change(connection, new CommitMarks.Writer());
            connection.rollback();
        }
    }

    /** Else it would be told of the newest alone. */
    @Test
    void twoTransactionsAtOnceHaveARowEach() {
        try (Watch watch = new Watch("the ledger", () -> {})) {
            CommitMarks marks = server.commitMarks(watch, Duration.ofMinutes(1));

            assertThat(marks.take().name()).isNotEqualTo(marks.take().name());
        }
    }

    @Test
    void marksOfWritersThatAreGoneAreRemoved() throws Exception {
        try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO commit_mark VALUES ('gone', 1, now() - INTERVAL '31 days'),"
                    + " ('there', 1, now() - INTERVAL '29 days')");

            server.housekeeping().prune(GivenRequests.ALL, 0, 500);

            assertThat(new Sql(connection).query(row -> row.getString(1),
                    "SELECT writer FROM commit_mark WHERE writer IN ('gone', 'there')")).containsExactly("there");
        }
    }

    private static void change(Connection connection, CommitMarks.Writer writer) throws SQLException {
        MarkedSql sql = new MarkedSql(connection, false, writer);
        sql.update("UPDATE request SET final = 0 WHERE request_id = 'r-1'");
        assertThat(sql.isMarked()).isTrue();
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
}
