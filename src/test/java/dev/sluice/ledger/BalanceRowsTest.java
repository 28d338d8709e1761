package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static dev.sluice.given.Patience.await;

import io.agroal.api.AgroalDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Balances that the replicas read in turn, on both databases. */
class BalanceRowsTest {

    private static final long HOUR = 3_600_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void oneReplicaHasTheTurnAndAllSeeWhatItKept(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            BalanceRows rows = new BalanceRows(kind.database(pool));
            assertThat(see(rows, "one", HOUR)).isEqualTo(new BalanceRows.Seen(true, null));
            assertThat(see(rows, "two", HOUR)).isEqualTo(new BalanceRows.Seen(false, null));
            assertThat(see(rows, "one", HOUR).due()).as("it had it").isFalse();
            assertThat(rows.see("htp", "second", "two", Clock.systemUTC(), HOUR).due()).as("another account").isTrue();
            assertThat(rows.keep("htp", "default", "two", "{}")).isFalse();
            assertThat(rows.keep("htp", "default", "one", "{\"EUR\":1}")).isTrue();
            assertThat(see(rows, "two", HOUR)).as("the turn lasts on")
                    .isEqualTo(new BalanceRows.Seen(false, "{\"EUR\":1}"));
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aTurnIsOverAfterItsTimeAndWhoseItWasKeepsNothing(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            BalanceRows rows = new BalanceRows(kind.database(pool));
            assertThat(see(rows, "dead", 1).due()).isTrue();
            await().until(() -> see(rows, "two", HOUR).due());
            assertThat(rows.keep("htp", "default", "two", "2")).isTrue();
            assertThat(rows.keep("htp", "default", "dead", "1")).isFalse();
            assertThat(see(rows, "one", HOUR).last()).isEqualTo("2");
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aTurnOfWhichNothingCameIsAnothers(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            BalanceRows rows = new BalanceRows(kind.database(pool));
            assertThat(see(rows, "one", HOUR).due()).isTrue();
            rows.giveBack("htp", "default", "two");
            assertThat(see(rows, "two", HOUR).due()).as("another's").isFalse();
            rows.giveBack("htp", "default", "one");
            assertThat(see(rows, "two", HOUR).due()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aTurnThatEndsMuchLaterThanAnyOfNowIsNobodys(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            BalanceRows rows = new BalanceRows(kind.database(pool));
            assertThat(see(rows, "one", 24 * HOUR).due()).isTrue();
            assertThat(see(rows, "two", 13 * HOUR).due()).as("it may be one of another replica's").isFalse();
            assertThat(see(rows, "two", HOUR).due()).isTrue();
            assertThat(see(rows, "one", HOUR).due()).isFalse();
        }
    }

    /** As a person's command reads it, who has no turn. */
    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void whatWasKeptIsReadBesideAnyTurn(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder); LedgerReader reader = kind.reader(folder)) {
            BalanceRows rows = new BalanceRows(kind.database(pool));
            Map<String, Funds> funds = Map.of("EUR", new Funds(new BigDecimal("99.50"), true, 17));
            assertThat(reader.balance("htp", "default")).as("nobody looked yet").isEmpty();
            see(rows, "one", HOUR);
            assertThat(reader.balance("htp", "default")).as("nobody kept anything yet").isEmpty();
            assertThat(rows.keep("htp", "default", "one", Funds.written(funds))).isTrue();
            assertThat(reader.balance("htp", "default")).isEqualTo(funds);
            assertThat(reader.balance("htp", "second")).isEmpty();
        }
    }

    private static BalanceRows.Seen see(BalanceRows rows, String replica, long millis) {
        return rows.see("htp", "default", replica, Clock.systemUTC(), millis);
    }
}
