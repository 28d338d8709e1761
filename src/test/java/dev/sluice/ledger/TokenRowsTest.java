package dev.sluice.ledger;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared tokens on both databases. */
class TokenRowsTest {

    private static final String NAME = "htp/default";
    private static final long HOUR = 3_600_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void whoHasTheLeaseAloneKeepsAToken(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            TokenRows rows = new TokenRows(kind.database(pool));
            assertThat(rows.newest(NAME)).isEmpty();
            assertThat(rows.lease(NAME, "one", at(1000), HOUR)).isTrue();
            assertThat(rows.newest(NAME)).isEmpty();
            assertThat(rows.lease(NAME, "two", at(1999), HOUR)).isFalse();
            assertThat(rows.lease("htp/second", "two", at(1999), HOUR)).as("of another account").isTrue();
            assertThat(rows.keep(NAME, "two", "stolen")).isFalse();
            assertThat(rows.keep(NAME, "one", "sealed-1")).isTrue();
            assertThat(rows.newest(NAME)).contains("sealed-1");
            assertThat(rows.lease(NAME, "two", at(1001), HOUR)).as("it is given back").isTrue();
            rows.release(NAME, "one");
            assertThat(rows.lease(NAME, "three", at(1002), 1000)).as("by nobody else").isFalse();
            rows.release(NAME, "two");
            assertThat(rows.lease(NAME, "three", at(1002), 1000)).isTrue();
            assertThat(rows.newest(NAME)).contains("sealed-1");
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aLeaseIsOverAfterItsTimeAndWhoseItWasWritesNoMore(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            TokenRows rows = new TokenRows(kind.database(pool));
            assertThat(rows.lease(NAME, "dead", at(1000), 1)).isTrue();
            await().until(() -> rows.lease(NAME, "two", at(2000), HOUR));
            assertThat(rows.keep(NAME, "two", "sealed-2")).isTrue();
            assertThat(rows.keep(NAME, "dead", "sealed-1")).isFalse();
            assertThat(rows.newest(NAME)).contains("sealed-2");
        }
    }

    @Test
    void aClockThatIsWrongTakesNoLeaseOfAnotherReplica() throws Exception {
        try (AgroalDataSource pool = LedgerDatabase.POSTGRESQL.openWithTables(folder)) {
            TokenRows rows = new TokenRows(LedgerDatabase.POSTGRESQL.database(pool));
            assertThat(rows.lease(NAME, "slow", at(1000), HOUR)).isTrue();
            assertThat(rows.lease(NAME, "fast", at(Long.MAX_VALUE / 2), HOUR)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void ofManyAtOnceOneHasTheLease(LedgerDatabase kind) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            TokenRows rows = new TokenRows(kind.database(pool));
            CountDownLatch go = new CountDownLatch(8);
            List<Future<Boolean>> had = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String holder = "holder-" + i;
                had.add(threads.submit(() -> {
                    go.countDown();
                    go.await();
                    return rows.lease(NAME, holder, at(1000), HOUR);
                }));
            }
            int leases = 0;
            for (Future<Boolean> one : had) {
                leases += one.get() ? 1 : 0;
            }
            assertThat(leases).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Clock at(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }
}
