package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wanted and what runs, on both databases. */
class PlanRowsTest {

    private static final PlanMark OLD = new PlanMark("0123456789ab");
    private static final PlanMark NEW = new PlanMark("cdef01234567");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void theLastWishCountsAndEachIsNotedOnce(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            PlanRows rows = rows(kind.database(pool), 1000);
            assertThat(rows.wanted()).isEmpty();
            rows.want(act("person-1", "ana"), OLD, false);
            rows.want(act("person-2", "ben"), NEW, true);
            rows.want(act("person-1", "ana"), OLD, false);
            Wanted newest = new Wanted("person-2", NEW, true, "ben", "ticket 17", 1000);
            assertThat(rows.wanted()).as("an act that comes again wants nothing again").contains(newest);
            try (LedgerReader reader = kind.reader(folder)) {
                assertThat(reader.plan().wanted()).contains(newest);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aReplicaIsKnownByWhatItSaidLast(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            PlanRows rows = rows(kind.database(pool), 1000);
            Replica one = replica("sluice-1:8080", 5000);
            Replica two = replica("sluice-0:8080", 5000);
            rows.report(one);
            rows.report(two);
            assertThat(rows.view().replicas()).containsExactly(two, one);
            Replica refused = new Replica("sluice-0:8080", OLD, 900, "/sluice", "person-2", Standing.REFUSED,
                    "2 mistakes", Optional.of(new Refusal(NEW, 5500, "routes/a.camel.yaml:3: one\nb.yaml: two")), 6000);
            rows.report(refused);
            try (LedgerReader reader = kind.reader(folder)) {
                assertThat(reader.plan().replicas()).containsExactly(refused, one);
            }
            rows.leave("sluice-1:8080");
            assertThat(rows.view().replicas()).containsExactly(refused);
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void whoIsGoneForADayIsForgotten(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            PlanRows rows = rows(kind.database(pool), 1000);
            long day = PlanRows.KEPT.toMillis();
            rows.report(replica("dead", 5000));
            rows.report(replica("lives", 5000 + day));
            assertThat(rows.view().replicas()).extracting(Replica::name).containsExactly("dead", "lives");
            assertThat(rows.view().replicas()).extracting(one -> one.isGone(5000 + day)).containsExactly(true, false);
            rows.report(replica("lives", 5001 + day));
            assertThat(rows.view().replicas()).extracting(Replica::name).containsExactly("lives");
        }
    }

    /** As while versions change, and after a way back. */
    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void theVersionBeforeStartsOnItsTablesAndLeavesTheseAlone(LedgerDatabase kind) throws Exception {
        Path before = Files.createDirectories(folder.resolve("before"));
        try (Stream<Path> scripts = Files.list(Path.of("src/main/resources/ledger"))) {
            for (Path script : scripts.filter(one -> !one.getFileName().toString().matches("V(1[2-9]|[2-9]\\d)_.*"))
                    .toList()) {
                Files.copy(script, before.resolve(script.getFileName()));
            }
        }
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            PlanRows rows = rows(kind.database(pool), 1000);
            rows.want(act("person-1", "ana"), NEW, false);
            Flyway.configure().dataSource(pool).locations("filesystem:" + before).load().migrate();
            assertThat(rows.wanted().orElseThrow().plan()).isEqualTo(NEW);
        }
    }

    private static Replica replica(String name, long seen) {
        return new Replica(name, OLD, 900, "/sluice", null, Standing.RUNS, "", Optional.empty(), seen);
    }

    private static Act act(String id, String who) {
        return new Act(id, null, Act.APPLY, who, "ticket 17", null);
    }

    private static PlanRows rows(Database database, long now) {
        Clock clock = Clock.fixed(Instant.ofEpochMilli(now), ZoneOffset.UTC);
        return new PlanRows(database, new Ledger(database, clock), clock);
    }
}
