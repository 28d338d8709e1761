package dev.sluice.ledger;

import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What became of a commit whose answer is lost, which only the server knows, by the transaction's number. Where a server
 * died, or its standby took over, it gives numbers again that it did not keep: of another run of the server it tells for
 * certain only what was not committed.
 */
final class LostCommits {

    /** A transaction and the run of the server that gave it its number: another run may give the number again. */
    record Transaction(long number, String run) {
    }

    private record Word(boolean same, @Nullable String status) {
    }

    /**
     * Which run of the server answers, as an expression. A server that lives on when one of its processes died has others
     * beside it and begins its statistics anew, and now and then that happens for less; before PostgreSQL 15 these are slow
     * to read, and since then quicker than the processes. It is asked for in the very statement for which it counts:
     * behind a pooler a connection outlives the run, and its transactions need not be of one server.
     */
    static final String RUN = "pg_postmaster_start_time() || COALESCE(' ' || CASE WHEN current_setting('server_version_num')::int"
            + " < 150000 THEN (SELECT string_agg(pid::text, ' ' ORDER BY pid) FROM pg_stat_get_activity(NULL)"
            + " WHERE datid IS NULL AND usesysid IS NULL) ELSE pg_stat_get_bgwriter_stat_reset_time()::text END, '')";

    /** As long as a server that is there may need to end what it did for a connection that it lost. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(30);
    /** Takes a number itself, for a snapshot ends where the newest that ended does, before those in progress. */
    private static final String STATUS = "SELECT " + RUN + ", CASE WHEN ? < txid_current() THEN txid_status(?)"
            + " ELSE 'never begun' END";

    private final AgroalDataSource pool;
    private final Watch watch;

    LostCommits(AgroalDataSource pool, Watch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    /** @throws LedgerUnavailable.InDoubt where the server does not tell */
    boolean committed(Transaction transaction, SQLException lost) {
        long since = 0;
        for (boolean first = true; watch.await(); first = false) {
            since = first ? System.nanoTime() : since;
            try (Connection connection = pool.getConnection()) {
                connection.setNetworkTimeout(Runnable::run, ServerDatabase.LONGEST_LOOK_MILLIS);
                Word word = word(connection, transaction);
                if ("committed".equals(word.status())) {
                    if (!word.same()) {
                        break;
                    }
                    return true;
                }
                // One in progress may still be committed: that changes within a run too.
                if ("aborted".equals(word.status()) || !word.same() && "never begun".equals(word.status())) {
                    return false;
                }
            } catch (SQLException e) {
                // It is asked again once it is back.
            }
            if (System.nanoTime() - since > LONGEST_DOUBT.toNanos()) {
                break;
            }
        }
        throw new LedgerUnavailable.InDoubt(lost);
    }

    private static Word word(Connection connection, Transaction transaction) throws SQLException {
        return new Sql(connection).query(
                row -> new Word(transaction.run().equals(row.getString(1)), row.getString(2)), STATUS,
                transaction.number(), transaction.number()).get(0);
    }
}
