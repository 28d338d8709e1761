package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements with their parameters, on one connection. */
class Sql {

    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** A statement that changes rows, with its parameters. */
    record Update(String text, @Nullable Object... parameters) {
    }

    /** A number that is not there. Where a parameter changes its type PostgreSQL plans anew, so a null has one. */
    private static final Object NO_NUMBER = new Object();

    private static final String NOW = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    final Connection connection;

    Sql(Connection connection) {
        this.connection = connection;
    }

    /** A number as a parameter, which may be null. */
    static Object number(@Nullable Long value) {
        return value == null ? NO_NUMBER : value;
    }

    /** What time it is by the database's clock, epoch milliseconds; by that of its one process where it is a file. */
    final long now(Clock own) throws SQLException {
        return isFile() ? own.millis() : query(row -> row.getLong(1), NOW).get(0);
    }

    final boolean isFile() throws SQLException {
        return connection.getMetaData().getURL().startsWith("jdbc:sqlite:");
    }

    /** Whether there is such a table, whatever this role may do with it; a ledger of a version before has fewer. */
    final boolean has(String table) throws SQLException {
        return !query(row -> "", isFile() ? "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
                : "SELECT 1 WHERE to_regclass(?) IS NOT NULL", table).isEmpty();
    }

    /** How many rows it changed. */
    final int update(String text, @Nullable Object... parameters) throws SQLException {
        return updates(new Update(text, parameters))[0];
    }

    /** How many rows each of them changed, in their order. */
    int[] updates(Update... updates) throws SQLException {
        int[] changed = new int[updates.length];
        for (int i = 0; i < updates.length; i++) {
            try (PreparedStatement statement = connection.prepareStatement(updates[i].text())) {
                set(statement, 1, updates[i].parameters());
                changed[i] = statement.executeUpdate();
            }
        }
        return changed;
    }

    final <T> List<T> query(Row<T> row, String text, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(text)) {
            set(statement, 1, parameters);
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(row.read(rows));
                }
                return read;
            }
        }
    }

    /** The text, or null, that the only row of a query has. */
    static @Nullable String text(Connection connection, String query, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            set(statement, 1, parameters);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** @return the place after the last parameter */
    static int set(PreparedStatement statement, int first, @Nullable Object... parameters) throws SQLException {
        int place = first;
        for (Object parameter : parameters) {
            if (parameter == null || parameter == NO_NUMBER) {
                statement.setNull(place, parameter == null ? Types.VARCHAR : Types.BIGINT);
            } else {
                statement.setObject(place, parameter);
            }
            place++;
        }
        return place;
    }
}
