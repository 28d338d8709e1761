package dev.sluice.ledger;

import dev.sluice.watch.Watch;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A database in a file, which has one writer at a time: concurrent works share one commit, so one forced write to the
 * disk serves them all. Each waits for that commit, and for a disk that takes no writes meanwhile.
 */
final class FileDatabase implements Database, AutoCloseable {

    private static final long BETWEEN_TRIES_MILLIS = 500;
    /**
     * Codes of SQLite that tell of the file and not of the work: perm, busy, locked, readonly, ioerr, corrupt, full,
     * cantopen, notadb.
     */
    private static final Set<Integer> OF_THE_FILE = Set.of(3, 5, 6, 8, 10, 11, 13, 14, 26);

    private final DataSource pool;
    private final Watch watch;
    private final SharedCommits shared;
    private volatile @Nullable SQLException trouble;
    private volatile boolean patient = true;

    FileDatabase(DataSource pool, String what) {
        this.pool = pool;
        this.watch = new Watch(what, this::look);
        this.shared = new SharedCommits(1, this::commitOnceItCan);
    }

    @Override
    public <T> T write(Work<T> work) {
        return shared.write(work).orElseThrow().result();
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
        waitNoMore();
        shared.close();
    }

    private void commitOnceItCan(List<Pending<?>> works) throws SQLException, InterruptedException {
        while (true) {
            try {
                commit(works);
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

    private void commit(List<Pending<?>> works) throws SQLException {
        Connection connection = pool.getConnection();
        boolean committed = false;
        try {
            connection.setAutoCommit(false);
            for (Pending<?> work : works) {
                run(work, connection);
            }
            connection.commit();
            committed = true;
        } finally {
            giveBack(connection, committed);
        }
        works.forEach(Pending::committed);
    }

    /** One work that fails takes none of the others with it. */
    private static void run(Pending<?> work, Connection connection) throws SQLException {
        if (work.isOver()) {
            return;
        }
        Savepoint savepoint = connection.setSavepoint();
        try {
            work.run(new Sql(connection));
            connection.releaseSavepoint(savepoint);
        } catch (SQLException | RuntimeException e) {
            if (e instanceof SQLException failure && ofTheFile(failure)) {
                throw e;
            }
            connection.rollback(savepoint);
            work.failed(e);
        }
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
