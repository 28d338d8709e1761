package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which ledger a ledger is, on both databases. */
class IdentityTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void itIsMadeOnceHoweverManyAskForItAtOnceAndStays(LedgerDatabase kind) throws Exception {
        Set<String> found = ConcurrentHashMap.newKeySet();
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Boolean>> asks = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asks.add(() -> {
                    try (Connection connection = pool.getConnection()) {
                        return found.add(Identity.of(new Sql(connection)));
                    }
                });
            }
            for (var asked : threads.invokeAll(asks)) {
                asked.get();
            }
            threads.shutdown();
        }
        assertThat(found).hasSize(1);
    }

    /** Of a Sluice that knew of no identity yet. */
    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void anOlderLedgerIsGivenOne(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.open(folder)) {
            Flyway.configure().dataSource(pool).locations("ledger").target("2").load().migrate();
            Tables tables = new Tables(Flyway.configure().dataSource(pool).locations("ledger").load(), pool,
                    "the ledger", there -> Optional.empty());
            assertThat(tables.identity()).isNull();
            tables.prepare();
            assertThat(tables.identity()).hasSize(36);
            Tables again = new Tables(Flyway.configure().dataSource(pool).locations("ledger").load(), pool,
                    "the ledger", there -> Optional.empty());
            again.prepare();
            assertThat(again.identity()).isEqualTo(tables.identity());
        }
    }

    @ParameterizedTest
    @EnumSource(LedgerDatabase.class)
    void aPersonLetsItHaveTheBrokerThatRefusedItAndOnlyThat(LedgerDatabase kind) throws Exception {
        try (AgroalDataSource pool = kind.openWithTables(folder)) {
            Database database = kind.database(pool);
            Identity identity = identity(pool, database);
            try (LedgerWriter person = kind.writer(folder)) {
                assertThat(person.adopt("ana", "why", 7)).isEmpty();
                identity.refused("the other");
                assertThat(identity.mayReplace("the other")).isFalse();
                assertThat(person.adopt("ana", "why", 7))
                        .contains(new LedgerWriter.Adoption("the other", identity.value()));
                assertThat(identity.mayReplace("the other")).isTrue();
                assertThat(identity.mayReplace("a third")).isFalse();
                identity.settled();
                assertThat(identity.mayReplace("the other")).isFalse();
                assertThat(person.adopt("ana", "why", 7)).isEmpty();
            }
            List<String> acts = database.read(sql -> sql.query(row -> row.getString("act") + " " + row.getString("who")
                    + " " + row.getString("why") + " " + row.getLong("at") + " " + row.getString("detail"),
                    "SELECT * FROM act"));
            assertThat(acts).containsExactly(
                    "adopt ana why 7 {\"replaces\":\"the other\",\"ledger\":\"" + identity.value() + "\"}");
            ((AutoCloseable) database).close();
        }
    }

    private static Identity identity(AgroalDataSource pool, Database database) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            String value = Identity.of(new Sql(connection));
            return new Identity(() -> value, "the ledger", true, database);
        }
    }
}
