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
 * What became of a commit whose answer is lost. Each transaction that writes leaves a mark of its own in a row that no
 * other has meanwhile: where the row has it, all was committed, be it that the server was started again or that its
 * standby took over; where it has not, nothing was. The server's own numbers of transactions do not tell that: after a
 * crash it gives those again that it did not keep.
 */
final class CommitMarks {

    /** Whose turn it is to mark the row of this name. */
    static final class Writer {

        private final String name = UUID.randomUUID().toString();
        private long mark;

        String name() {
            return name;
        }

        /** That of its transaction now. */
        long mark() {
            return mark;
        }
    }

    /** Long enough that whoever wrote it knows what became of it. */
    static final String FORGOTTEN = "DELETE FROM commit_mark WHERE at < now() - INTERVAL '30 days'";
    /** Only where the transaction changed something: else the mark alone would have to be written to the disk. */
    static final String MARK = "INSERT INTO commit_mark (writer, mark, at) SELECT ?, ?, now()"
            + " WHERE txid_current_if_assigned() IS NOT NULL"
            + " ON CONFLICT (writer) DO UPDATE SET mark = EXCLUDED.mark, at = EXCLUDED.at";
    private static final String PATIENCE = "SET LOCAL lock_timeout = 1000";
    /** Writes too, which waits for the transaction that changed the row, or is about to make it. */
    private static final String LOOK = "INSERT INTO commit_mark AS own (writer, mark, at) VALUES (?, 0, now())"
            + " ON CONFLICT (writer) DO UPDATE SET at = own.at RETURNING mark";

    private final AgroalDataSource pool;
    private final Watch watch;
    private final Duration longestDoubt;
    private final Queue<Writer> free = new ConcurrentLinkedQueue<>();

    /** @param longestDoubt as long as a server that is there may need to end what it did for a connection that it lost */
    CommitMarks(AgroalDataSource pool, Watch watch, Duration longestDoubt) {
        this.pool = pool;
        this.watch = watch;
        this.longestDoubt = longestDoubt;
    }

    /** For one transaction. */
    Writer take() {
        Writer freed = free.poll();
        Writer writer = freed == null ? new Writer() : freed;
        writer.mark++;
        return writer;
    }

    /** Once its transaction has ended at the server too. One that is not given back is forgotten. */
    void giveBack(Writer writer) {
        free.add(writer);
    }

    /** @throws LedgerUnavailable.InDoubt where the server does not end it */
    boolean committed(Writer writer, SQLException lost) {
        long since = 0;
        for (boolean first = true; watch.await(); first = false) {
            since = first ? System.nanoTime() : since;
            Long mark = look(writer);
            if (mark != null) {
                return mark == writer.mark;
            }
            if (System.nanoTime() - since > longestDoubt.toNanos()) {
                break;
            }
        }
        throw new LedgerUnavailable.InDoubt(lost);
    }

    /** @return null where it is to be asked again */
    private @Nullable Long look(Writer writer) {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, ServerDatabase.LONGEST_LOOK_MILLIS);
            connection.setAutoCommit(false);
            try {
                Sql sql = new Sql(connection);
                sql.update(PATIENCE);
                return sql.query(row -> row.getLong(1), LOOK, writer.name).get(0);
            } finally {
                connection.rollback();
            }
        } catch (SQLException e) {
            return null;
        }
    }
}
