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
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** After a failover or a crash the number may be that of another transaction. */
    @Test
    void aNumberIsNotBelievedInAnotherRunOfTheServer() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.atCut(server::runAgain);
        server.cut(COMMIT, true);

        assertThatThrownBy(() -> ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)))
                .isInstanceOf(LedgerUnavailable.InDoubt.class);
        assertThat(server.isCut()).isTrue();
        assertThat(ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow().before()).isTrue();
    }

    /** Behind a pooler a connection outlives the run of the server, be it who writes or who asks. */
    @Test
    void aConnectionThatIsOlderThanTheRunTellsOfTheRunOfItsTransaction() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.runAgain();
        server.cut(COMMIT, true);

        assertThat(ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow().before()).isFalse();
        assertThat(server.isCut()).isTrue();
        assertThat(ledger.find(KEY).orElseThrow().sequence()).isEqualTo(1);
    }

    /** What it says of a number that nobody committed is so in every run. */
    @Test
    void whatWasNotCommittedIsWrittenAgainInAnotherRun() {
        Entry seen = ledger.claim(request("r-1"), "a", false).entry();
        server.atCut(server::runAgain);
        server.cut(COMMIT, false);

        assertThat(ledger.record(seen, "a", row -> to(Status.ACCEPTED, "1", null)).orElseThrow().before()).isFalse();
        assertThat(server.isCut()).isTrue();
    }

    /** The processes of a server change within its run too, and a commit may wait long for its standby. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsInProgressInAnotherRunIsAskedUntilItEnds(boolean committed) throws Exception {
        AtomicInteger looks = new AtomicInteger();
        try (Connection writer = server.connect(); Watch watch = new Watch("the ledger", looks::incrementAndGet)) {
            writer.setAutoCommit(false);
            long number = Long.parseLong(Sql.text(writer, "SELECT txid_current()"));
            LostCommits lost = server.lostCommits(watch);
            CompletableFuture<Boolean> told = CompletableFuture.supplyAsync(() -> lost.committed(
                    new LostCommits.Transaction(number, "another run"), new SQLException("lost")));
            int before = looks.get();
            await().until(() -> told.isDone() || looks.get() > before + 2);
            assertThat(told).isNotDone();

            if (committed) {
                writer.commit();
                assertThatThrownBy(told::join).hasCauseInstanceOf(LedgerUnavailable.InDoubt.class);
            } else {
                writer.rollback();
                assertThat(told.join()).isFalse();
            }
        }
    }

    @Test
    void aNumberThatAnotherRunHasNotComeToWasNotCommitted() {
        try (Watch watch = new Watch("the ledger", () -> {})) {
            assertThat(server.lostCommits(watch).committed(new LostCommits.Transaction(1L << 40, "another run"),
                    new SQLException("lost"))).isFalse();
        }
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
