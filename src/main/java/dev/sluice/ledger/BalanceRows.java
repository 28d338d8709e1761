package dev.sluice.ledger;

import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What accounts had at their providers when it was read last, and whose turn it is to read it. It lies beside the tokens
 * that the replicas share, one row an account too, under a name that none of those can have; and it is no secret.
 */
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

    static String name(String provider, String account) {
        return "balance " + provider + "/" + account;
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
        String name = name(provider, account);
        return database.apart(sql -> {
            long now = sql.now(clock);
            sql.update("INSERT INTO shared_token (name, held_until) VALUES (?, 0) ON CONFLICT DO NOTHING", name);
            boolean due = sql.update("UPDATE shared_token SET holder = ?, held_until = ? WHERE name = ?"
                    + " AND (held_until <= ? OR held_until > ?)", replica, now + millis, name, now,
                    now + 2 * millis) == 1;
            return new Seen(due, sql.query(row -> Optional.ofNullable(row.getString(1)),
                    "SELECT sealed FROM shared_token WHERE name = ?", name).get(0).orElse(null));
        });
    }

    /**
     * Gives the turn back of which nothing came, for another replica may be able to read it.
     *
     * @throws LedgerUnavailable where it is away
     */
    public void giveBack(String provider, String account, String replica) {
        database.apart(sql -> sql.update("UPDATE shared_token SET held_until = 0 WHERE name = ? AND holder = ?",
                name(provider, account), replica));
    }

    /**
     * Keeps what was read.
     *
     * @return                   false where another replica has taken the turn meanwhile, and nothing was kept
     * @throws LedgerUnavailable where it is away
     */
    public boolean keep(String provider, String account, String replica, String read) {
        return database.apart(sql -> sql.update("UPDATE shared_token SET sealed = ? WHERE name = ? AND holder = ?",
                read, name(provider, account), replica)) == 1;
    }
}
