package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDatabaseTest {

    @TempDir
    private Path folder;

    @Test
    void everyCommitIsForcedToTheDiskAndReadersDoNotWait() throws Exception {
        try (AgroalDataSource pool = LedgerDatabase.SQLITE.open(folder); Connection connection = pool.getConnection()) {
            assertThat(pragma(connection, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(connection, "synchronous")).as("FULL").isEqualTo("2");
            assertThat(pragma(connection, "busy_timeout")).isEqualTo("10000");
        }
    }

    private static String pragma(Connection connection, String name) throws SQLException {
        return new Sql(connection).query(row -> row.getString(1), "PRAGMA " + name).get(0);
    }
}
