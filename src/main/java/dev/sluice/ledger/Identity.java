package dev.sluice.ledger;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger this is: a random id in a row of its own, which moves, backups and restores carry along, and with which
 * brokers are marked.
 */
public final class Identity {

    private final Supplier<String> value;
    private final String ledger;
    private final boolean ofOneProcess;
    private final Database database;

    /**
     * @param value        the id, once the ledger was reached
     * @param ledger       the ledger as the log names it
     * @param ofOneProcess whether only one process can use it
     */
    Identity(Supplier<String> value, String ledger, boolean ofOneProcess, Database database) {
        this.value = value;
        this.ledger = ledger;
        this.ofOneProcess = ofOneProcess;
        this.database = database;
    }

    /** The id, once the ledger was reached. Answers at once. */
    public @Nullable String value() {
        return value.get();
    }

    /** The ledger and its place, as a log may name it. */
    public String ledger() {
        return ledger;
    }

    /** Whether it is a file that one process has, and no server that several share. */
    public boolean isOfOneProcess() {
        return ofOneProcess;
    }

    /** Notes the mark of a broker that refused this ledger: what a person may let it replace. */
    public void refused(String mark) {
        database.write(sql -> sql.update("UPDATE identity SET refused = ? WHERE id = 1", mark));
    }

    /** Whether a person lets this mark be replaced. */
    public boolean mayReplace(String mark) {
        return database.read(sql -> sql.query(row -> row.getString(1),
                "SELECT replaces FROM identity WHERE id = 1")).contains(mark);
    }

    /** The broker is marked for this ledger: what was refused is over, and a person's word is used up. */
    public void settled() {
        database.write(sql -> sql.update("UPDATE identity SET refused = NULL, replaces = NULL"
                + " WHERE id = 1 AND (refused IS NOT NULL OR replaces IS NOT NULL)"));
    }

    /** The id in this database, made where there is none yet; the same however many ask for it at once. */
    static String of(Sql sql) throws SQLException {
        List<String> found = read(sql);
        if (found.isEmpty()) {
            sql.update("INSERT INTO identity (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING",
                    UUID.randomUUID().toString());
            found = read(sql);
        }
        return found.get(0);
    }

    private static List<String> read(Sql sql) throws SQLException {
        return sql.query(row -> row.getString(1), "SELECT value FROM identity WHERE id = 1");
    }
}
