package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/**
 * The ledger's real tables and statements on a SQLite database, on one connection; in memory it is fast, and gone at
 * the end.
 */
public class OneConnection implements Database, AutoCloseable {

    private final Connection connection;

    /** One in memory. */
    public OneConnection() throws SQLException {
        this("jdbc:sqlite:file:ledger" + UUID.randomUUID() + "?mode=memory&cache=shared");
    }

    OneConnection(String url) throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        connection = source.getConnection();
        Flyway.configure().dataSource(source).locations("ledger").load().migrate();
        connection.setAutoCommit(false);
    }

    public Ledger ledger(Clock clock) {
        return new Ledger(this, clock);
    }

    /** Forgets all requests. */
    public void clear() {
        write(sql -> {
            for (String table : List.of("journal", "act", "provider_order", "delivery", "daily_amount", "bulk_item",
                    "approval", "bulk", "request")) {
                sql.update("DELETE FROM " + table);
            }
            return 0;
        });
    }

    @Override
    public synchronized <T> T write(Work<T> work) {
        try {
            try {
                T result = work.on(new Sql(connection));
                connection.commit();
                return result;
            } finally {
                // Of a work that failed; nothing is open after a commit.
                connection.rollback();
            }
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        return write(work);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
