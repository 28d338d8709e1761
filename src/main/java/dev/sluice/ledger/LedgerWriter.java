package dev.sluice.ledger;

import dev.sluice.json.Json;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** What a person writes into the ledger where no Sluice runs that could. One may be running all the same. */
public final class LedgerWriter implements AutoCloseable {

    /**
     * That a ledger may have a broker.
     *
     * @param mark   what the broker is marked for
     * @param ledger what it is going to be marked for
     */
    public record Adoption(String mark, String ledger) {
    }

    private final Connection connection;
    private final Sql sql;
    private final boolean file;

    private LedgerWriter(Connection connection, boolean file) {
        this.connection = connection;
        this.file = file;
        this.sql = new Sql(connection);
    }

    /** @param file the ledger's file, which must be there */
    public static LedgerWriter file(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(LedgerReader.BUSY_MILLIS);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        LedgerWriter writer = new LedgerWriter(config.createConnection("jdbc:sqlite:" + file), true);
        // What is written over is nowhere in the file any more.
        writer.sql.query(row -> row.getString(1), "PRAGMA secure_delete = ON");
        return writer;
    }

    /** @param username where one is to be given, as may a password */
    public static LedgerWriter server(String url, @Nullable String username, @Nullable String password)
            throws SQLException {
        return new LedgerWriter(LedgerReader.connect(url, username, password), false);
    }

    /**
     * Lets the ledger have the broker that refused it; the next start carries it out.
     *
     * @param at epoch milliseconds
     * @return nothing where no broker did, and then nothing is written
     */
    public Optional<Adoption> adopt(String who, String why, long at) throws SQLException {
        connection.setAutoCommit(false);
        Optional<Adoption> adoption = sql.query(row -> new Adoption(row.getString(1), row.getString(2)),
                "SELECT refused, value FROM identity WHERE id = 1 AND refused IS NOT NULL").stream().findFirst();
        if (adoption.isPresent()) {
            sql.update("UPDATE identity SET replaces = ? WHERE id = 1", adoption.get().mark());
            sql.update("INSERT INTO act (step_id, act, who, why, detail, at) VALUES (?, 'adopt', ?, ?, ?, ?)",
                    "person-" + UUID.randomUUID(), who, why,
                    Json.write(Json.object().put("replaces", adoption.get().mark())
                            .put("ledger", adoption.get().ledger())),
                    at);
        }
        // Commits; a commit alone would have SQLite begin the next transaction, which keeps Sluice out.
        connection.setAutoCommit(true);
        return adoption;
    }

    /**
     * Takes a person out of those of the requests that ended, and notes that it was done, in one transaction.
     *
     * @param at epoch milliseconds
     * @return what came of it
     */
    public Erasure.Done erase(Person person, List<Key> keys, String who, String why, long at) throws SQLException {
        connection.setAutoCommit(false);
        Erasure.Done erased = Erasure.of(sql, person, keys, who, why, at);
        connection.setAutoCommit(true);
        if (file) {
            // Else it would stand in what is beside the file until something else is written over it.
            sql.query(row -> row.getInt(1), "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        return erased;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
