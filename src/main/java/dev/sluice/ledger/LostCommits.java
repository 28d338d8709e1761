package dev.sluice.ledger;

import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.postgresql.PGConnection;

/**
 * What became of a commit whose answer is lost, which only the server knows, by the transaction's number. Where a server
 * died, or its standby took over, it gives numbers again that it did not keep: of another run of the server it tells for
 * certain only what was not committed.
 */
final class LostCommits {

    /** As long as a server that is there may need to end what it did for a connection that it lost. */
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(30);
    /** The processes beside it are others too after one of it died and took all else with it. */
    private static final String RUN = "SELECT pg_postmaster_start_time() || ' ' || string_agg(pid::text, ' ' ORDER BY pid)"
            + " FROM pg_stat_activity WHERE datid IS NULL AND usesysid IS NULL";
    private static final String STATUS = "SELECT CASE WHEN ? < txid_snapshot_xmax(txid_current_snapshot())"
            + " THEN txid_status(?) ELSE 'never begun' END";

    private final AgroalDataSource pool;
    private final Watch watch;
    /** A connection does not outlive the run. */
    private final Map<PGConnection, String> runs = Collections.synchronizedMap(new WeakHashMap<>());

    LostCommits(AgroalDataSource pool, Watch watch) {
        this.pool = pool;
        this.watch = watch;
    }

    /** Which run of the server the connection is to; asked once, and outside of a transaction. */
    String run(Connection connection) throws SQLException {
        PGConnection physical = connection.unwrap(PGConnection.class);
        String run = runs.get(physical);
        if (run == null) {
            run = String.valueOf(Sql.text(connection, RUN));
            runs.put(physical, run);
        }
        return run;
    }

    /** @throws LedgerUnavailable.InDoubt where the server does not tell */
    boolean committed(long number, String run, SQLException lost) {
        long since = 0;
        for (boolean first = true; watch.await(); first = false) {
            since = first ? System.nanoTime() : since;
            try (Connection connection = pool.getConnection()) {
                boolean same = run(connection).equals(run);
                String status = Sql.text(connection, STATUS, number, number);
                if ("committed".equals(status)) {
                    if (!same) {
                        break;
                    }
                    return true;
                }
                if ("aborted".equals(status) || !same && status != null) {
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
}
