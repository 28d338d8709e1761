package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.literal.NamedLiteral;
import jakarta.enterprise.inject.spi.CDI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** A ledger that the next version has changed, as one of this version finds it that is started beside it or after it. */
@QuarkusTest
@TestProfile(OnSqlite.class)
class LaterLedgerFlowTest {

    @Test
    void isUsed() throws Exception {
        Flyway tables = CDI.current().select(Flyway.class, NamedLiteral.of("flyway_" + database())).get();
        change(tables,
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script, checksum,"
                        + " installed_by, execution_time, success) VALUES (9999, '9999', 'later', 'SQL', 'V9999__later.sql', 1,"
                        + " 'later', 1, ?)",
                true);
        try {
            assertThat(tables.migrate().success).isTrue();
        } finally {
            change(tables, "DELETE FROM flyway_schema_history WHERE version = '9999' AND success = ?", true);
        }
    }

    String database() {
        return "sqlite";
    }

    private static void change(Flyway tables, String statement, boolean success) throws Exception {
        try (Connection ledger = tables.getConfiguration().getDataSource().getConnection();
                PreparedStatement one = ledger.prepareStatement(statement)) {
            one.setBoolean(1, success);
            assertThat(one.executeUpdate()).isEqualTo(1);
        }
    }
}
