package dev.sluice.ledger;

import static dev.sluice.given.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger in a file that cannot grow any more: SQLite says the same as on a disk that is full. */
class FullDiskTest {

    private static final String ROW = "INSERT INTO t (id, filler) VALUES (?, ?)";
    private static final String FILLER = "x".repeat(2000);

    @TempDir
    private Path folder;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private AgroalDataSource pool;
    private FileDatabase database;
    private int rows;

    @BeforeEach
    void fill() throws Exception {
        pool = LedgerDatabase.cramped(folder, 20);
        database = new FileDatabase(pool, "the ledger");
        database.write(sql -> sql.update("CREATE TABLE t (id INTEGER PRIMARY KEY, filler TEXT)"));
        await().until(() -> database.absence() == null);
        while (true) {
            Future<Integer> written = insert(rows++);
            await().until(() -> written.isDone() || isFull());
            if (!written.isDone()) {
                return;
            }
        }
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
        pool.close();
    }

    @Test
    void workWaitsForRoomAndIsThenDoneOnce() throws Exception {
        assertThat(database.absence()).contains("full");
        Future<Integer> waiting = insert(rows);
        assertThat(count("id >= 0")).as("who only reads does not wait").isEqualTo(rows - 1);
        makeRoom();
        assertThat(waiting.get(60, TimeUnit.SECONDS)).isOne();
        await().until(() -> database.absence() == null);
        assertThat(count("id = " + rows)).isOne();
        assertThat(count("id = " + (rows - 1))).as("what was the first to find no room").isOne();
    }

    /** Else an end of Sluice would wait for a disk. */
    @Test
    void whoEndsDoesNotWait() {
        Future<Integer> waiting = insert(rows);
        database.waitNoMore();
        assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS)).cause().isInstanceOf(LedgerUnavailable.class);
    }

    private boolean isFull() {
        String absence = database.absence();
        return absence != null && absence.contains("full");
    }

    private Future<Integer> insert(int id) {
        return threads.submit(() -> database.write(sql -> sql.update(ROW, id, FILLER)));
    }

    private int count(String where) {
        return database.read(sql -> sql.query(row -> row.getInt(1), "SELECT count(*) FROM t WHERE " + where)).get(0);
    }

    private void makeRoom() throws SQLException {
        try (Connection other = DriverManager.getConnection(LedgerDatabase.sqliteUrl(folder))) {
            new Sql(other).update("DELETE FROM t WHERE id < ?", rows / 2);
        }
    }
}
