package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who holds back all submissions, on both databases. */
class HoldRowsTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void theLastActCountsAndEachIsNotedOnce(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            Database database = kind.database(pool);
            Clock clock = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
            HoldRows rows = new HoldRows(database, new Ledger(database, clock), clock);
            assertThat(rows.holds().ofEverything()).isEmpty();

            rows.hold(act("person-1", Act.HOLD), HeldPlace.EVERYTHING, true);
            HeldBy ana = new HeldBy("ana", "ticket 17", 1000);
            assertThat(rows.holds().ofEverything()).contains(ana);
            try (LedgerReader reader = kind.reader(folder)) {
                assertThat(reader.holds().ofEverything()).contains(ana);
            }

            rows.hold(act("person-2", Act.RELEASE), HeldPlace.EVERYTHING, false);
            rows.hold(act("person-1", Act.HOLD), HeldPlace.EVERYTHING, true);
            assertThat(rows.holds().ofEverything()).as("an act that comes again holds nothing again").isEmpty();
            assertThat(database.<Integer>read(
                    sql -> sql.query(row -> row.getInt(1), "SELECT COUNT(*) FROM act WHERE act IN ('hold', 'release')")
                            .get(0)))
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aProviderAndItsAccountsAreHeldAndReleasedEachByItself(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            Database database = kind.database(pool);
            Clock clock = Clock.fixed(Instant.ofEpochMilli(1000), ZoneOffset.UTC);
            Ledger ledger = new Ledger(database, clock);
            HoldRows rows = new HoldRows(database, ledger, clock);
            HeldPlace provider = new HeldPlace("hambit", "");
            HeldPlace account = new HeldPlace("hambit", "second");

            assertThat(rows.hold(act("person-1", Act.HOLD), account, true)).isTrue();
            assertThat(ledger.claim(GivenRequests.request("one"), "step-1", false).standing())
                    .isEqualTo(Claim.Standing.FRESH);
            assertThat(rows.hold(act("person-2", Act.HOLD), provider, true)).isTrue();
            assertThat(ledger.claim(GivenRequests.request("two"), "step-2", false).standing())
                    .isEqualTo(Claim.Standing.HELD_BACK);
            assertThat(ledger.find(new Key("orders", "two"))).isEmpty();
            assertThat(rows.holds().places()).containsExactly(provider, account);
            assertThat(rows.holds().over("hambit", "second")).contains(provider);
            assertThat(rows.holds().over("aeterna", "second")).isEmpty();

            assertThat(rows.hold(act("person-3", Act.RELEASE), provider, false)).isTrue();
            assertThat(rows.hold(act("person-3", Act.RELEASE), provider, false)).as("the same once more").isTrue();
            assertThat(rows.hold(act("person-4", Act.RELEASE), provider, false)).as("what is not held").isFalse();
            assertThat(rows.holds().places()).containsExactly(account);
            assertThat(ledger.claim(GivenRequests.request("two"), "step-2", false).standing())
                    .isEqualTo(Claim.Standing.FRESH);
            assertThat(database.<Integer>read(sql -> sql
                    .query(row -> row.getInt(1), "SELECT COUNT(*) FROM act WHERE act IN ('hold', 'release')").get(0)))
                    .isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aLedgerOfAVersionBeforeDoesNotTell(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder); LedgerReader reader = kind.reader(folder)) {
            assertThat(reader.tellsOfHolds()).isTrue();
            kind.database(pool).write(sql -> sql.update("DROP TABLE submission_hold"));
            assertThat(reader.tellsOfHolds()).isFalse();
            assertThat(reader.plan().replicas()).isEmpty();
        }
    }

    private static Act act(String id, String act) {
        return new Act(id, null, act, "ana", "ticket 17", null);
    }
}
