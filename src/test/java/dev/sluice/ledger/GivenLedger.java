package dev.sluice.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
public final class GivenLedger implements Database, AutoCloseable {

    private final Connection connection;

    public GivenLedger() throws SQLException {
        this("jdbc:sqlite:file:ledger" + UUID.randomUUID() + "?mode=memory&cache=shared");
    }

    /** A ledger as a Sluice makes it that has its data in this folder. */
    public static GivenLedger in(Path data) throws SQLException {
        return new GivenLedger(LedgerDatabase.sqliteUrl(data));
    }

    private GivenLedger(String url) throws SQLException {
        connection = DriverManager.getConnection(url);
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl(url);
        Flyway.configure().dataSource(source).locations("ledger").load().migrate();
        connection.setAutoCommit(false);
    }

    public Ledger ledger(Clock clock) {
        return new Ledger(this, clock);
    }

    /** One whose steps are done by this plan. */
    public Ledger ledger(Clock clock, PlanMark plan) {
        RunningPlan running = new RunningPlan(clock);
        running.runs(plan);
        return new Ledger(this, clock, running);
    }

    public PlanRows planRows(Clock clock) {
        return new PlanRows(this, ledger(clock), clock);
    }

    /** Which ledger it is, as brokers are marked with it; a ledger of one process. */
    public Identity identity() {
        String value = write(Identity::of);
        return new Identity(() -> value, "the ledger in data", true, this);
    }

    /** The same of a ledger that was not reached yet. */
    public Identity unreached() {
        return new Identity(() -> null, "the ledger in data", true, this);
    }

    /** Forgets all requests. */
    public void clear() {
        write(sql -> {
            sql.update("DELETE FROM journal");
            sql.update("DELETE FROM act");
            sql.update("DELETE FROM provider_order");
            return sql.update("DELETE FROM request");
        });
    }

    /** What people did and the provider said about a request, oldest first. */
    public List<String> words(Key key) {
        return read(sql -> sql.query(row -> row.getString(1),
                "SELECT why FROM act WHERE family = ? AND request_id = ? ORDER BY at, step_id", key.family(),
                key.requestId()));
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
