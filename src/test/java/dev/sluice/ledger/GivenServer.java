package dev.sluice.ledger;

import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;

/**
 * The ledger on a real PostgreSQL server, with somebody who counts what goes there. About once a second it is looked
 * whether the server is there, which counts too.
 */
public final class GivenServer implements AutoCloseable {

    private final AgroalDataSource direct;
    private final ServerWire wire;
    private final AgroalDataSource pool;
    private final ServerDatabase database;

    public GivenServer() throws Exception {
        this(LedgerDatabase.CONNECTIONS);
    }

    /** @param connections as many as there are at most at once */
    GivenServer(int connections) throws Exception {
        direct = LedgerDatabase.POSTGRESQL.openWithTables(Path.of(""));
        wire = new ServerWire(LedgerDatabase.serverPort());
        pool = LedgerDatabase.server(wire.port(), connections);
        database = new ServerDatabase(pool, "the ledger", () -> {}, problem -> {});
    }

    public Ledger ledger(Clock clock) {
        return new Ledger(database, clock);
    }

    Database database() {
        return database;
    }

    /** What removes from it what nobody needs any more. */
    Housekeeping housekeeping() {
        return new Housekeeping(database, Clock.systemUTC());
    }

    /** What replicas share of limits. */
    public ShareRows shares() {
        return new ShareRows(database, true);
    }

    /** A connection over which is counted too. */
    public Connection connect() throws SQLException {
        return pool.getConnection();
    }

    /** What became of commits whose answer is lost, as whoever watches the server is told. */
    CommitMarks commitMarks(Watch watch, Duration longestDoubt) {
        return new CommitMarks(pool, watch, longestDoubt);
    }

    /** How often the server was waited for until now. */
    public int trips() {
        return wire.trips();
    }

    /** How many statements it was given to read and to plan until now, and not only to run. */
    public int parsed() {
        return wire.parsed();
    }

    /**
     * Cuts the connection of the next trip with such a statement.
     *
     * @param statement what its text has
     * @param arrives   whether the server has what was sent, and only its answer is lost
     */
    void cut(String statement, boolean arrives) {
        wire.cut(statement, arrives);
    }

    /** From now on the server notices so late that a connection is gone which was cut before it had what was sent. */
    void unnoticedFor(Duration time) {
        wire.unnoticedFor(time);
    }

    /** Whether a connection was cut since that was told. */
    boolean isCut() {
        return wire.isCut();
    }

    /** Forgets all requests; not counted. */
    public void clear() throws SQLException {
        try (Connection connection = direct.getConnection(); Statement statement = connection.createStatement()) {
            statement.execute("TRUNCATE request, journal, act, provider_order");
        }
    }

    @Override
    public void close() throws Exception {
        database.close();
        pool.close();
        wire.close();
        direct.close();
    }
}
