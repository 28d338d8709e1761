package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;

/**
 * A database in a file, which has one writer at a time: concurrent works are handed to it and share one commit, so one
 * forced write to the disk serves them all. Each waits for that commit.
 */
final class SharedCommitDatabase implements Database, AutoCloseable {

    private static final int MOST = 256;

    private final DataSource pool;
    private final BlockingQueue<Pending<?>> waiting = new LinkedBlockingQueue<>();
    private final Thread writer = new Thread(this::run, "ledger-writer");
    private volatile boolean closed;

    SharedCommitDatabase(DataSource pool) {
        this.pool = pool;
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
            throw new LedgerUnavailable(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailable(e);
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new LedgerUnavailable(e);
        }
    }

    @Override
    public void close() {
        closed = true;
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
                commit(batch);
            } catch (InterruptedException e) {
                batch.forEach(pending -> pending.done.completeExceptionally(new SQLException("the ledger is closed")));
                return;
            } catch (SQLException | RuntimeException | Error e) {
                batch.forEach(pending -> pending.done.completeExceptionally(e));
            } finally {
                batch.clear();
            }
        }
    }

    private void commit(List<Pending<?>> batch) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                for (Pending<?> pending : batch) {
                    pending.run(connection);
                }
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
        batch.forEach(Pending::committed);
    }

    private static final class Pending<T> {

        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private T result;

        Pending(Work<T> work) {
            this.work = work;
        }

        /** One work that fails takes none of the others with it. */
        void run(Connection connection) throws SQLException {
            Savepoint savepoint = connection.setSavepoint();
            try {
                result = work.on(connection);
                connection.releaseSavepoint(savepoint);
            } catch (SQLException | RuntimeException e) {
                connection.rollback(savepoint);
                done.completeExceptionally(e);
            }
        }

        void committed() {
            done.complete(result);
        }
    }
}
