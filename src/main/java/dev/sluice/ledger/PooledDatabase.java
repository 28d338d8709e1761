package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database server: every work is a transaction of its own on a pooled connection. */
final class PooledDatabase implements Database {

    private final DataSource pool;

    PooledDatabase(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public <T> T write(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
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
}
