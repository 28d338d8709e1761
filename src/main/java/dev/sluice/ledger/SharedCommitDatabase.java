package dev.sluice.ledger;

import dev.sluice.watch.OutOfMemory;
import dev.sluice.watch.Watch;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database in a file, which has one writer at a time: concurrent works are handed to it and share one commit, so one
 * forced write to the disk serves them all. Each waits for that commit, and for a disk that takes no writes meanwhile.
 */
final class SharedCommitDatabase implements Database, AutoCloseable {

    private static final int MOST = 256;
    private static final long BETWEEN_TRIES_MILLIS = 500;
    /**
     * Codes of SQLite that tell of the file and not of the work: perm, busy, locked, readonly, ioerr, corrupt, full,
     * cantopen, notadb.
     */
    private static final Set<Integer> OF_THE_FILE = Set.of(3, 5, 6, 8, 10, 11, 13, 14, 26);

    private final DataSource pool;
    private final BlockingQueue<Pending<?>> waiting = new LinkedBlockingQueue<>();
    private final Watch watch;
    private final Thread writer = new Thread(this::run, "ledger-writer");
    private volatile @Nullable SQLException trouble;
    private volatile boolean patient = true;
    private volatile boolean closed;

    SharedCommitDatabase(DataSource pool, String what) {
        this.pool = pool;
        this.watch = new Watch(what, this::look);
        writer.setDaemon(true);
        writer.start();
    }

    @Override
    public <T> T write(Work<T> work) {
        Pending<T> pending = new Pending<>(work);
        waiting.add(pending);
        if (closed) {
            refuseWaiting();
        }
        try {
            return pending.done.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new LedgerUnavailable(Objects.requireNonNullElse(e.getCause(), e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable(e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        while (true) {
            try (Connection connection = pool.getConnection()) {
                return work.on(new Sql(connection));
            } catch (SQLException e) {
                if (!ofTheFile(e) || !watch.await()) {
                    throw new LedgerUnavailable(e);
                }
            }
        }
    }

    @Override
    public @Nullable String absence() {
        return watch.absence();
    }

    @Override
    public void waitNoMore() {
        patient = false;
        watch.close();
    }

    @Override
    public void close() {
        closed = true;
        waitNoMore();
        writer.interrupt();
        refuseWaiting();
    }

    private void refuseWaiting() {
        List<Pending<?>> refused = new ArrayList<>();
        waiting.drainTo(refused);
        refused.forEach(pending -> pending.done.completeExceptionally(new SQLException("the ledger is closed")));
    }

    private void run() {
        List<Pending<?>> batch = new ArrayList<>();
        while (!closed) {
            try {
                batch.add(waiting.take());
                waiting.drainTo(batch, MOST - 1);
                commitOnceItCan(batch);
            } catch (InterruptedException e) {
                batch.forEach(pending -> pending.done.completeExceptionally(new SQLException("the ledger is closed")));
                return;
            } catch (SQLException | RuntimeException | Error e) {
                OutOfMemory.endsOn(e);
                batch.forEach(pending -> pending.done.completeExceptionally(e));
            } finally {
                batch.clear();
            }
        }
    }

    private void commitOnceItCan(List<Pending<?>> batch) throws SQLException, InterruptedException {
        while (true) {
            try {
                commit(batch);
                trouble = null;
                return;
            } catch (SQLException e) {
                if (!ofTheFile(e) || !patient) {
                    throw e;
                }
                trouble = e;
                Thread.sleep(BETWEEN_TRIES_MILLIS);
            }
        }
    }

    private void commit(List<Pending<?>> batch) throws SQLException {
        Connection connection = pool.getConnection();
        boolean committed = false;
        try {
            connection.setAutoCommit(false);
            for (Pending<?> pending : batch) {
                pending.run(connection);
            }
            connection.commit();
            committed = true;
        } finally {
            giveBack(connection, committed);
        }
        batch.forEach(Pending::committed);
    }

    /**
     * Whatever happens here changes nothing of what was or was not committed; SQLite itself rolls back on some
     * failures.
     */
    private static void giveBack(Connection connection, boolean committed) {
        try (connection) {
            if (!committed) {
                connection.rollback();
            }
        } catch (SQLException e) {
            // The pool throws away what it cannot reset.
        }
    }

    private void look() throws SQLException {
        SQLException known = trouble;
        if (known != null) {
            throw known;
        }
        try (Connection connection = pool.getConnection()) {
            new Sql(connection).query(row -> row.getInt(1), "SELECT count(*) FROM sqlite_master");
        }
    }

    static boolean ofTheFile(SQLException e) {
        return OF_THE_FILE.contains(e.getErrorCode() & 0xff);
    }
}
