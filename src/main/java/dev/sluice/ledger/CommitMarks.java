package dev.sluice.ledger;

import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * What became of a commit whose answer is lost. Each transaction that changes something leaves a mark in a row that no
 * other marks meanwhile. Once it has ended, the row has the mark where all was committed, and has it not where nothing
 * was, be it that the server was started again or that its standby took over. The server's own numbers of transactions do
 * not tell that: after a crash it gives those again that it did not keep.
 */
final class CommitMarks {

    /** That of one transaction, which no other has, in this row. */
    record Mark(String row, long number) {
    }

    /** Only where the transaction changed something: else the mark alone would have to be written to the disk. */
    static final String MARK = "INSERT INTO commit_mark (writer, mark, at) SELECT ?, ?, now()"
            + " WHERE txid_current_if_assigned() IS NOT NULL"
            + " ON CONFLICT (writer) DO UPDATE SET mark = EXCLUDED.mark, at = EXCLUDED.at";
    /** The server ends one whose connection is lost without its notice, so that it can be told what became of it. */
    static final String NO_STANDSTILL = "SET LOCAL idle_in_transaction_session_timeout = 15000";
    /** Long enough that whoever left it knows what became of it. */
    static final String FORGOTTEN = "DELETE FROM commit_mark WHERE writer IN"
            + " (SELECT writer FROM commit_mark WHERE at < now() - INTERVAL '7 days' LIMIT ?)";
    /** Of a row of which somebody holds a snapshot, such as a backup, all versions are kept, and gone through each time. */
    static final int MOST = 5_000;

    private static final String IMPATIENT = NO_STANDSTILL + "; SET LOCAL lock_timeout = 1000";
    /** Writes, which waits for the transaction that changed the row, or is about to make it. */
    private static final String LOOK = "INSERT INTO commit_mark AS own (writer, mark, at) VALUES (?, 0, now())"
            + " ON CONFLICT (writer) DO UPDATE SET at = own.at RETURNING mark";

    private final AgroalDataSource pool;
    private final Watch watch;
    private final Duration longestDoubt;
    private final Queue<Mark> free = new ConcurrentLinkedQueue<>();

    /** @param longestDoubt as long as a server that is there may need to end what it did for a connection that it lost */
    CommitMarks(AgroalDataSource pool, Watch watch, Duration longestDoubt) {
        this.pool = pool;
        this.watch = watch;
        this.longestDoubt = longestDoubt;
    }

    /** For one transaction. */
    Mark take() {
        Mark before = free.poll();
        return before == null ? new Mark(UUID.randomUUID().toString(), 1)
                : new Mark(before.row(), before.number() + 1);
    }

    /** Once its transaction has ended at the server too, and what became of it is known; otherwise nobody gives it back. */
    void giveBack(Mark mark) {
        if (mark.number() < MOST) {
            free.add(mark);
        }
    }

    /** @throws LedgerUnavailable.InDoubt where the server does not end it, or Sluice does not wait for that */
    boolean committed(Mark mark, SQLException lost) {
        @Nullable
        Long since = null;
        while (watch.await()) {
            since = since == null ? Long.valueOf(System.nanoTime()) : since;
            Boolean committed = look(mark);
            if (committed != null) {
                return committed;
            }
            if (!watch.there()) {
                since = null;
            } else if (System.nanoTime() - since > longestDoubt.toNanos()) {
                break;
            }
        }
        throw new LedgerUnavailable.InDoubt(lost);
    }

    /** @return null where it is to be asked again */
    private @Nullable Boolean look(Mark mark) {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ServerDatabase.LONGEST_LOOK_MILLIS);
            connection.setAutoCommit(false);
            try {
                Sql sql = new Sql(connection);
                sql.update(IMPATIENT);
                boolean committed = sql.query(row -> row.getLong(1), LOOK, mark.row()).get(0) == mark.number();
                // A server that was started again shows also what its standby does not have yet: this waits for it.
                connection.commit();
                return committed;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException | RuntimeException e) {
            return null;
        }
    }
}
