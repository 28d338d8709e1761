package dev.sluice.ledger;

import static dev.sluice.ledger.GivenRequests.ALL;
import static dev.sluice.ledger.GivenRequests.handOn;
import static dev.sluice.ledger.GivenRequests.request;
import static dev.sluice.ledger.GivenRequests.to;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.ledger.Claim.Standing;
import dev.sluice.outcome.Status;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** One number at a provider, one request; as {@code src/test/model/numbers.py} has it. */
@ParameterizedClass
@EnumSource
class OrderNumberTest {

    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(1_000), ZoneOffset.UTC);

    @Parameter
    private LedgerDatabase kind;
    @TempDir
    private Path folder;
    private AgroalDataSource pool;
    private Database database;
    private Ledger ledger;

    @BeforeEach
    void open() throws Exception {
        pool = kind.open(folder);
        Flyway.configure().dataSource(pool).locations("ledger").target("9").load().migrate();
        try (Connection connection = pool.getConnection()) {
            new Sql(connection).update("INSERT INTO request (family, request_id, provider, account, operation,"
                    + " content_hash, document, envelope, claim, begun, final, sequence, not_found, created_at, updated_at)"
                    + " VALUES ('orders', 'former', 'hambit', 'default', 'fiat-to-crypto', 'h', '{}', '{}', 's', 1, 0, 0, 0,"
                    + " 1, 1)");
        }
        Flyway.configure().dataSource(pool).locations(Tables.locations(kind == LedgerDatabase.SQLITE)).load().migrate();
        database = kind.database(pool);
        ledger = new Ledger(database, CLOCK);
    }

    @AfterEach
    void close() throws Exception {
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void theNumberIsKeptWithTheClaimAndStaysWhateverIsClaimedLater() {
        assertThat(claim("r-1", "n1", "s").orderNumber()).isEqualTo("n1");
        assertThat(ledger.claim(request("r-1").numbered("n2"), "s", false)).satisfies(again -> {
            assertThat(again.standing()).isEqualTo(Standing.REDELIVERED);
            assertThat(again.row().orderNumber()).isEqualTo("n1");
        });
        assertThat(ledger.claim(request("r-1"), "other", false)).satisfies(duplicate -> {
            assertThat(duplicate.standing()).isEqualTo(Standing.DUPLICATE);
            assertThat(duplicate.row().orderNumber()).isEqualTo("n1");
        });
        ledger.record(request("r-1").key(), "s", handOn("retry"));
        assertThat(ledger.claim(request("r-1").numbered("n3"), "retry", true).row().orderNumber()).isEqualTo("n1");
        assertThat(ledger.find(request("r-1").key()).orElseThrow().orderNumber()).isEqualTo("n1");
    }

    @Test
    void aNumberThatAnotherRequestOfTheProviderHasIsNotTakenAndLeavesNoTrace() {
        claim("r-1", "n1", "s");
        assertThat(taken("r-2", "n1")).isTrue();
        assertThat(ledger.find(request("r-2").key())).isEmpty();
        assertThat(taken("n1", "n1")).as("a requestId as it is").isTrue();
        assertThat(taken("r-2", "former")).as("one of before there were numbers").isTrue();
        claim("r-3", "r-3", "s3");
        assertThat(taken("r-2", "r-3")).isTrue();
        assertThat(claim("r-2", "n2", "s2").orderNumber()).isEqualTo("n2");
        assertThat(claim("n1", "n4", "s4").orderNumber()).isEqualTo("n4");
    }

    @Test
    void noOtherAccountOfTheProviderHasItForOneMerchantMayStandBehindTwo() {
        claim("r-1", "n1", "s");
        assertThat(ledger.claim(second("hambit").numbered("n1"), "s2", false).standing())
                .isEqualTo(Standing.NUMBERED_LIKE_ANOTHER);
        assertThat(ledger.claim(second("hambit").numbered("n2"), "s2", false).standing()).isEqualTo(Standing.FRESH);
        assertThat(found("second", "n2")).isEqualTo("r-2");
        assertThat(found("default", "n2")).as("of another account").isNull();
    }

    @Test
    void anotherProviderMayHaveIt() {
        claim("r-1", "n1", "s");
        assertThat(ledger.claim(second("another").numbered("n1"), "s2", false).standing()).isEqualTo(Standing.FRESH);
    }

    @Test
    void anOrderIsFoundByTheNumberThatItsProviderKnowsAndByNoOther() {
        claim("r-1", "n1", "s");
        claim("n1", "n2", "s2");
        assertThat(found("default", "n1")).isEqualTo("r-1");
        assertThat(found("default", "n2")).isEqualTo("n1");
        assertThat(found("default", "r-1")).isNull();
        assertThat(found("default", "former")).isEqualTo("former");
        assertThat(found("default", "no\u0000number")).isNull();
    }

    @Test
    void theNumberIsFreeAgainWhenTheRequestIsPruned() {
        claim("r-1", "n1", "s");
        ledger.record(request("r-1").key(), "s", to(Status.COMPLETED));
        new Housekeeping(database, CLOCK).prune(ALL, 2_000, 10);
        assertThat(claim("r-2", "n1", "s2").orderNumber()).isEqualTo("n1");
    }

    /** No row of its own means that its number is another's only where another has it. */
    @Test
    void aRequestWhoseRowIsPrunedWhileItIsClaimedKeepsItsNumber() throws Exception {
        assumeThat(kind).as("nobody writes beside another").isEqualTo(LedgerDatabase.POSTGRESQL);
        claim("r-1", "n1", "s");
        ledger.record(request("r-1").key(), "s", to(Status.COMPLETED));
        database.write(sql -> sql.update("CREATE FUNCTION waits() RETURNS trigger LANGUAGE plpgsql AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock_shared(1); RETURN NULL; END'")
                + sql.update("CREATE TRIGGER waits AFTER INSERT ON request EXECUTE FUNCTION waits()"));
        Database beside = kind.database(pool);
        try (Connection locked = pool.getConnection()) {
            Sql sql = new Sql(locked);
            said(sql, "pg_advisory_lock(1)");
            CompletableFuture<Claim> claim = CompletableFuture
                    .supplyAsync(() -> ledger.claim(request("r-1").numbered("n1"), "s2", false));
            while (said(sql, "count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted").equals("0")) {
                assertThat(claim).isNotDone();
            }
            new Housekeeping(beside, CLOCK).prune(ALL, 2_000, 10);
            said(sql, "pg_advisory_unlock(1)");
            assertThat(claim.orTimeout(60, TimeUnit.SECONDS).join().standing()).isEqualTo(Standing.FRESH);
        } finally {
            ((AutoCloseable) beside).close();
        }
    }

    private static String said(Sql sql, String what) throws SQLException {
        return String.valueOf(sql.query(row -> row.getString(1), "SELECT " + what).get(0));
    }

    private static Entry second(String provider) {
        return Entry.wanted(new Key("orders", "r-2"), provider, "second", "fiat-to-crypto", "h",
                request("r-2").document(), request("r-2").envelope());
    }

    private Entry claim(String requestId, String number, String step) {
        Claim claim = ledger.claim(request(requestId).numbered(number), step, false);
        assertThat(claim.standing()).isEqualTo(Standing.FRESH);
        assertThat(ledger.find(request(requestId).key())).contains(claim.row());
        return claim.row();
    }

    private boolean taken(String requestId, String number) {
        return ledger.claim(request(requestId).numbered(number), "of-" + requestId, false)
                .standing() == Standing.NUMBERED_LIKE_ANOTHER;
    }

    private String found(String account, String number) {
        return ledger.find("orders", "hambit", account, number).map(entry -> entry.key().requestId()).orElse(null);
    }
}
