package dev.sluice.ledger;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How the replicas that have one ledger share the limits of accounts. Each renews its shares in one short transaction,
 * one replica at a time, and the time is the database's.
 */
public final class ShareRows {

    /** What all replicas have, and what time it is by the database. */
    public record View(long now, List<Share> shares) {
    }

    /** Who has its turn sees what the one before wrote, whatever else the server's own setting is. */
    private static final String COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED";
    /** Whether a replica is at it; one that is frozen meanwhile is put out by the server, and holds nobody up. */
    private static final String TURN = "SELECT pg_try_advisory_xact_lock(7236850771502139),"
            + " set_config('idle_in_transaction_session_timeout', '1000', true)";
    private static final String KEEP = "INSERT INTO account_share (provider, account, replica, rate, rate_wanted,"
            + " calls, calls_wanted, ends_at, paused_until, held, why, held_until)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT (provider, account, replica) DO UPDATE SET rate = excluded.rate,"
            + " rate_wanted = excluded.rate_wanted, calls = excluded.calls, calls_wanted = excluded.calls_wanted,"
            + " ends_at = excluded.ends_at, paused_until = excluded.paused_until,"
            + " held = excluded.held, why = excluded.why, held_until = excluded.held_until";
    /** So long after all of it is over a row of a replica that is gone is kept. */
    private static final long KEPT_MILLIS = 60_000;

    private final Database database;
    private final boolean shared;

    /** @param shared whether other replicas may have this ledger too */
    public ShareRows(Database database, boolean shared) {
        this.database = database;
        this.shared = shared;
    }

    /** Whether other replicas may have this ledger too; otherwise nothing is to be shared. */
    public boolean areShared() {
        return shared;
    }

    /**
     * Writes what this replica makes of what there is. Does not wait for a ledger that is away.
     *
     * @param  mine              what it is to have from now on, by what all have; may be asked again
     * @return                   what there was before; empty where another replica is at it, and nothing was written
     * @throws LedgerUnavailable where it is away; it may have been written all the same
     */
    public Optional<View> renew(Function<View, List<Share>> mine) {
        return database.apart(sql -> {
            sql.update(COMMITTED);
            if (!sql.query(row -> row.getBoolean(1), TURN).get(0)) {
                return Optional.empty();
            }
            View view = new View(sql.now(Clock.systemUTC()),
                    sql.query(ShareRows::share, "SELECT * FROM account_share ORDER BY provider, account, replica"));
            keep(sql, mine.apply(view));
            long over = view.now() - KEPT_MILLIS;
            if (view.shares().stream().anyMatch(share -> share.ends() < over)) {
                sql.update("DELETE FROM account_share WHERE ends_at < ? AND paused_until < ? AND held_until < ?", over,
                        over, over);
            }
            return Optional.of(view);
        });
    }

    private static Share share(ResultSet row) throws SQLException {
        return new Share(row.getString("provider"), row.getString("account"), row.getString("replica"),
                row.getLong("rate"), row.getLong("rate_wanted"), row.getLong("calls"), row.getLong("calls_wanted"),
                row.getLong("ends_at"), row.getLong("paused_until"), row.getString("held"), row.getString("why"),
                row.getLong("held_until"));
    }

    private static void keep(Sql sql, List<Share> shares) throws SQLException {
        try (PreparedStatement statement = sql.connection.prepareStatement(KEEP)) {
            for (Share share : shares) {
                Sql.set(statement, 1, share.provider(), share.account(), share.replica(), share.rate(),
                        share.rateWanted(), share.calls(), share.callsWanted(), share.ends(), share.pausedUntil(),
                        share.held(), share.why(), share.heldUntil());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /**
     * A replica ends: others may have its rate at once. What is under way there, and what it told of accounts, stays; but not
     * that its credentials were refused, which may be why it ends.
     */
    public void leave(String replica) {
        database.apart(sql -> sql.update("UPDATE account_share SET rate = 0, rate_wanted = 1, calls_wanted = 0,"
                + " held = NULLIF(held, 'CREDENTIALS') WHERE replica = ?", replica));
    }
}
