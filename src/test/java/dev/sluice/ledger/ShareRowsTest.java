package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sluice.ledger.ShareRows.View;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What replicas have of limits, on a server. */
class ShareRowsTest {

    private AgroalDataSource pool;
    private ServerDatabase database;
    private ShareRows rows;

    @BeforeEach
    void open() throws Exception {
        pool = LedgerDatabase.POSTGRESQL.openWithTables(Path.of(""));
        database = new ServerDatabase(pool, "the ledger", () -> {}, problem -> {});
        database.read(sql -> sql.query(row -> row.getInt(1), "SELECT 1"));
        rows = new ShareRows(database, true);
    }

    @AfterEach
    void close() {
        database.close();
        pool.close();
    }

    @Test
    void eachSeesWhatTheOthersHaveByTheTimeOfTheDatabase() {
        long before = database.read(sql -> sql.query(row -> row.getLong(1),
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)")).get(0);
        Share one = share("one", before + 5000);
        assertThat(rows.renew(view -> List.of(one)).orElseThrow().shares()).isEmpty();
        Share two = share("two", before + 5000);
        View seen = rows.renew(view -> List.of(two)).orElseThrow();
        assertThat(seen.shares()).containsExactly(one);
        assertThat(seen.now()).isBetween(before, before + 60_000);
        rows.leave("one");
        assertThat(shares()).extracting(Share::rate, Share::held).containsExactly(
                tuple(0L, "CALLS"), tuple(10_000L, "CALLS"));
    }

    @Test
    void whoEndsTellsNoMoreOfItsCredentials() {
        rows.renew(
                view -> List.of(new Share("hambit", "default", "one", 0, 1, 0, 0, view.now() + 5000, 7, "CREDENTIALS",
                        "AUTHENTICATION", view.now() + 30_000)));
        rows.leave("one");
        assertThat(shares()).extracting(Share::held, Share::pausedUntil).containsExactly(tuple(null, 7L));
    }

    @Test
    void whatIsOverIsForgottenAfterAWhile() {
        rows.renew(view -> List.of(share("gone", view.now() - 61_000), share("there", view.now() - 1000)));
        rows.renew(view -> List.of());
        assertThat(shares()).extracting(Share::replica).containsExactly("there");
    }

    @Test
    void oneIsAtItAtATime() throws Exception {
        try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            new Sql(other).query(row -> row.getBoolean(1), "SELECT pg_try_advisory_xact_lock(7236850771502139)");
            assertThat(rows.renew(view -> List.of(share("one", view.now() + 5000)))).isEmpty();
            other.rollback();
        }
        assertThat(rows.renew(view -> List.of(share("one", view.now() + 5000)))).isPresent();
    }

    @Test
    void oneThatIsFrozenMeanwhileIsPutOut() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch wakes = new CountDownLatch(1);
        CompletableFuture<Object> frozen = CompletableFuture.supplyAsync(() -> rows.renew(view -> {
            begun.countDown();
            try {
                wakes.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return List.of(share("frozen", view.now() + 5000));
        }));
        assertThat(begun.await(60, TimeUnit.SECONDS)).isTrue();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (rows.renew(view -> List.of(share("other", view.now() + 5000))).isEmpty()) {
            assertThat(System.nanoTime() - end).as("the server puts it out").isNegative();
            Thread.onSpinWait();
        }
        wakes.countDown();
        assertThat(frozen.handle((done, failure) -> failure).get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(LedgerUnavailable.class);
        assertThat(shares()).extracting(Share::replica).containsExactly("other");
    }

    private List<Share> shares() {
        return rows.renew(view -> List.of()).orElseThrow().shares();
    }

    private static Share share(String replica, long ends) {
        return new Share("hambit", "default", replica, 10_000, 20_000, 4, 8, ends, 0, "CALLS", "UNAVAILABLE", ends);
    }
}
