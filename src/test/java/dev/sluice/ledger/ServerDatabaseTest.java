package dev.sluice.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a transaction of another process holds: who needs one waits for it, and holds up nobody else. */
class ServerDatabaseTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private AgroalDataSource pool;
    private Database database;

    @BeforeEach
    void open() throws Exception {
        pool = LedgerDatabase.POSTGRESQL.openWithTables(Path.of(""));
        database = LedgerDatabase.POSTGRESQL.database(pool);
        database.write(sql -> sql.update("CREATE TABLE t (id INTEGER PRIMARY KEY, value INTEGER)"));
        database.write(sql -> sql.update("INSERT INTO t VALUES (1, 0), (2, 0)"));
    }

    @AfterEach
    void close() throws Exception {
        threads.shutdownNow();
        ((AutoCloseable) database).close();
        pool.close();
    }

    @Test
    void whoNeedsARowThatIsHeldHoldsUpNobodyElse() throws Exception {
        try (Connection other = pool.getConnection()) {
            other.setAutoCommit(false);
            new Sql(other).update("UPDATE t SET value = 1 WHERE id = 1");
            for (int i = 0; i < 6; i++) {
                Future<Integer> held = threads.submit(() -> add(1));
                Future<Integer> free = threads.submit(() -> add(2));
                assertThat(free.get(60, TimeUnit.SECONDS)).isEqualTo(1);
                assertThat(held).isNotDone();
            }
            other.commit();
        }
        assertThat(add(1)).isEqualTo(1);
    }

    private int add(int id) {
        return database.write(sql -> sql.update("UPDATE t SET value = value + 1 WHERE id = ?", id));
    }
}
