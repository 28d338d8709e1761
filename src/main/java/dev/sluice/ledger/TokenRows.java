package dev.sluice.ledger;

import java.time.Clock;
import java.util.Optional;

/**
 * Access tokens that the replicas share, one an account. The ledger has them sealed, and cannot read them. One replica
 * at a time has the lease of an account's, by which it alone has a new one and writes it.
 */
public final class TokenRows {

    private final Database database;

    public TokenRows(Database database) {
        this.database = database;
    }

    /** Whether the ledger answers at the moment; the others of these wait for it where it does not. */
    public boolean areThere() {
        return database.absence() == null;
    }

    /** The newest sealed token, where there is one. */
    public Optional<String> newest(String name) {
        return database.read(sql -> sql.query(row -> Optional.ofNullable(row.getString(1)),
                "SELECT sealed FROM shared_token WHERE name = ?", name).stream().findFirst()
                .flatMap(sealed -> sealed));
    }

    /**
     * Takes the lease, where nobody has it or its time is over. The time begins when the ledger is there, and is the
     * database's: the replicas' clocks may be minutes apart.
     *
     * @param clock  of this process, where it alone has the ledger
     * @param millis how long it is held at most
     * @return whether it is the holder's now
     */
    public boolean lease(String name, String holder, Clock clock, long millis) {
        return database.write(sql -> {
            long now = sql.now(clock);
            sql.update("INSERT INTO shared_token (name, held_until) VALUES (?, 0) ON CONFLICT DO NOTHING", name);
            return sql.update("UPDATE shared_token SET holder = ?, held_until = ? WHERE name = ? AND held_until <= ?",
                    holder, now + millis, name, now) == 1;
        });
    }

    /**
     * Keeps the token that the holder of the lease has now, and gives the lease back.
     *
     * @return false where another has the lease meanwhile, and nothing was kept
     */
    public boolean keep(String name, String holder, String sealed) {
        return database.write(sql -> sql.update("UPDATE shared_token SET sealed = ?, holder = NULL, held_until = 0"
                + " WHERE name = ? AND holder = ?", sealed, name, holder) == 1);
    }

    /** Gives the lease back, where it is still the holder's. */
    public void release(String name, String holder) {
        database.write(sql -> sql.update("UPDATE shared_token SET holder = NULL, held_until = 0 WHERE name = ?"
                + " AND holder = ?", name, holder));
    }
}
