package dev.sluice.ledger;

import dev.sluice.config.ConfigProblem;
import dev.sluice.watch.Watch;
import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A database server: works that are done at the same time share a transaction on a pooled connection. Where one of them
 * fails, or waits for a row that another transaction holds, each becomes a transaction of its own, so that none harms
 * another. Where the server goes away, they wait for it and begin again, unless they were committed: a step that holds a
 * provider's answer keeps it.
 */
final class ServerDatabase implements Database, AutoCloseable {

    /** A server that is cut off does not even say that it is gone. */
    private static final int LONGEST_ANSWER_MILLIS = 30_000;
    /** A server that is far away answers slowly, and one writer would wait for it most of the time. */
    private static final int WRITERS = 4;
    static final int LONGEST_LOOK_MILLIS = 2_000;
    private static final Duration LONGEST_DOUBT = Duration.ofSeconds(30);

    private enum Use {
        READ, WRITE, SHARED_WRITE, APART
    }

    private final AgroalDataSource pool;
    private final Watch.Look tables;
    private final Watch watch;
    private final SharedCommits shared;
    private final CommitMarks marks;

    /**
     * @param what    the server as the log names it
     * @param tables  makes them where they are not made yet
     * @param problem is told where that cannot be done
     */
    ServerDatabase(AgroalDataSource pool, String what, Watch.Look tables, Consumer<ConfigProblem> problem) {
        this.pool = pool;
        this.tables = tables;
        this.watch = new Watch(what, this::look, problem);
        this.marks = new CommitMarks(pool, watch, LONGEST_DOUBT);
        this.shared = new SharedCommits(WRITERS, this::together);
    }

    @Override
    public <T> T write(Work<T> work) {
        Optional<Pending.Done<T>> done = shared.write(work);
        return done.isPresent() ? done.get().result() : waiting(work, Use.WRITE);
    }

    @Override
    public <T> T apart(Work<T> work) {
        String absence = watch.absence();
        if (absence != null) {
            throw new LedgerUnavailable(absence);
        }
        try {
            return once(work, Use.APART);
        } catch (Away e) {
            throw new LedgerUnavailable(e);
        }
    }

    private void together(List<Pending<?>> works) {
        try {
            waiting(sql -> {
                for (Pending<?> work : works) {
                    run(work, sql);
                }
                return works;
            }, Use.SHARED_WRITE);
            works.forEach(Pending::committed);
        } catch (LedgerUnavailable.InDoubt e) {
            works.forEach(work -> work.failed(e));
        } catch (RuntimeException e) {
            works.forEach(Pending::handBack);
        }
    }

    private static void run(Pending<?> work, Sql sql) throws SQLException {
        try {
            work.run(sql);
        } catch (RuntimeException e) {
            // Its own, so it is not to be tried again.
            work.failed(e);
            throw e;
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        return waiting(work, Use.READ);
    }

    @Override
    public long bytes(Sql sql) throws SQLException {
        return sql.query(row -> row.getLong(1), "SELECT pg_database_size(current_database())").get(0);
    }

    @Override
    public @Nullable String absence() {
        return watch.absence();
    }

    @Override
    public void waitNoMore() {
        watch.close();
    }

    @Override
    public void close() {
        watch.close();
        shared.close();
    }

    private <T> T waiting(Work<T> work, Use use) {
        boolean there = watch.there();
        while (there || watch.await()) {
            try {
                return once(work, use);
            } catch (Away e) {
                there = false;
            }
        }
        throw new LedgerUnavailable("Sluice ends and does not wait for it");
    }

    private <T> T once(Work<T> work, Use use) throws Away {
        Connection connection = connect();
        try {
            connection.setNetworkTimeout(Runnable::run,
                    use == Use.APART ? LONGEST_LOOK_MILLIS : LONGEST_ANSWER_MILLIS);
            if (use == Use.READ) {
                connection.setAutoCommit(true);
                return work.on(new Sql(connection));
            }
            connection.setAutoCommit(false);
            return written(work, connection, use);
        } catch (SQLException e) {
            if (Away.tells(e)) {
                throw new Away(e.getMessage(), e);
            }
            throw new LedgerUnavailable(e);
        } finally {
            giveBack(connection);
        }
    }

    private Connection connect() throws Away {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new Away(e.getMessage(), e);
        }
    }

    private <T> T written(Work<T> work, Connection connection, Use use) throws SQLException, Away {
        if (use == Use.APART) {
            return apart(work, connection);
        }
        CommitMarks.Mark mark = marks.take();
        boolean ended = false;
        try {
            T result = work.on(new MarkedSql(connection, use == Use.SHARED_WRITE, mark));
            commit(connection, mark);
            ended = true;
            return result;
        } finally {
            if (ended || rollback(connection)) {
                marks.giveBack(mark);
            }
        }
    }

    private static <T> T apart(Work<T> work, Connection connection) throws SQLException {
        boolean committed = false;
        try {
            T result = work.on(new Sql(connection));
            connection.commit();
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback(connection);
            }
        }
    }

    /** @throws Away where the connection is lost and nothing was committed */
    private void commit(Connection connection, CommitMarks.Mark mark) throws SQLException, Away {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (!Away.tells(e)) {
                throw e;
            }
            // Who asks needs one of the pool's, and may wait for it as long as all are lost and none is given back.
            giveBack(connection);
            if (!marks.committed(mark, e)) {
                throw new Away(e.getMessage(), e);
            }
        }
    }

    /**
     * The pool would commit what is open.
     *
     * @return whether the server has ended it
     */
    private static boolean rollback(Connection connection) {
        try {
            connection.rollback();
            return true;
        } catch (SQLException e) {
            // It is lost, and with it what was not committed.
            return false;
        }
    }

    private static void giveBack(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // The pool throws away what it cannot reset.
        }
    }

    private void look() throws Exception {
        tables.at();
        try {
            ask();
        } catch (SQLException e) {
            // It may be a connection of before the server went away, or of before another became the primary.
            pool.flush(AgroalDataSource.FlushMode.GRACEFUL);
            ask();
        }
    }

    private void ask() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(Runnable::run, LONGEST_LOOK_MILLIS);
            if ("on".equals(Sql.text(connection, "SELECT current_setting('transaction_read_only')"))) {
                throw new SQLException("the server only reads; is it a standby?");
            }
        }
    }
}
