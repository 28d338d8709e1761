package dev.sluice.ledger;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What accounts had at their providers when it was read last, and whose turn it is to read it. */
public final class BalanceRows {

    /**
     * @param due  whether it is this replica's turn to read it
     * @param last what was kept last, where something was
     */
    public record Seen(boolean due, @Nullable String last) {
    }

    private final Database database;

    public BalanceRows(Database database) {
        this.database = database;
    }

    /**
     * Looks at what is kept, and takes the turn where nobody has it. Does not wait for a ledger that is away. The time is
     * the database's: the replicas' clocks may be minutes apart. A turn that ends much later than one that is taken now
     * would is nobody's: the time between two was longer, or a clock was wrong.
     *
     * @param  clock             of this process, where it alone has the ledger
     * @param  millis            how long nobody else takes the turn, whatever becomes of this one
     * @throws LedgerUnavailable where it is away
     */
    public Seen see(String provider, String account, String replica, Clock clock, long millis) {
        return database.apart(sql -> {
            long now = sql.now(clock);
            sql.update("INSERT INTO balance (provider, account, turn_until) VALUES (?, ?, 0) ON CONFLICT DO NOTHING",
                    provider, account);
            boolean due = sql.update("UPDATE balance SET reader = ?, turn_until = ? WHERE provider = ? AND account = ?"
                    + " AND (turn_until <= ? OR turn_until > ?)", replica, now + millis, provider, account, now,
                    now + 2 * millis) == 1;
            return new Seen(due, sql.query(row -> Optional.ofNullable(row.getString(1)),
                    "SELECT funds FROM balance WHERE provider = ? AND account = ?", provider, account).get(0)
                    .orElse(null));
        });
    }

    /**
     * Gives the turn back of which nothing came, for another replica may be able to read it.
     *
     * @throws LedgerUnavailable where it is away
     */
    public void giveBack(String provider, String account, String replica) {
        database.apart(sql -> sql.update("UPDATE balance SET turn_until = 0 WHERE provider = ? AND account = ?"
                + " AND reader = ?", provider, account, replica));
    }

    /**
     * Keeps what was read.
     *
     * @return                   false where another replica has taken the turn meanwhile, and nothing was kept
     * @throws LedgerUnavailable where it is away
     */
    public boolean keep(String provider, String account, String replica, String read) {
        return database.apart(sql -> sql.update("UPDATE balance SET funds = ? WHERE provider = ? AND account = ?"
                + " AND reader = ?", read, provider, account, replica)) == 1;
    }
}
