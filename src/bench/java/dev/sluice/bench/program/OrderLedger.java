package dev.sluice.bench.program;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which step has which order, and what came of it. Claim and record have a commit each. The statements are the same on
 * PostgreSQL and SQLite.
 */
public final class OrderLedger {

    /** What is there already of an order that cannot be claimed. */
    public record Claimed(String step, Optional<Recorded> newest) {
    }

    private static final List<String> TABLES = List.of("""
            create table if not exists claimed_orders (
              request_id varchar(64) primary key, step varchar(160) not null, request text not null,
              sequence integer not null, ended integer not null, status varchar(16) not null,
              reference varchar(128) not null, claimed_at bigint not null, changed_at bigint not null)""", """
            create table if not exists order_results (
              request_id varchar(64) not null, sequence integer not null, step varchar(160) not null,
              status varchar(16) not null, reference varchar(128) not null, body text not null,
              recorded_at bigint not null, primary key (request_id, sequence))""");
    private static final String CLAIM = "insert into claimed_orders values (?, ?, ?, 0, 0, 'CLAIMED', '', ?, ?)"
            + " on conflict do nothing";
    private static final String STEP = "select step from claimed_orders where request_id = ?";
    private static final String CHANGE = "update claimed_orders set sequence = ?, ended = ?, status = ?, reference = ?,"
            + " changed_at = ? where request_id = ? and ended = 0 and sequence = ?";
    private static final String RESULT = "insert into order_results values (?, ?, ?, ?, ?, ?, ?)";
    private static final String RESULTS = "select sequence, status, step, reference, body from order_results"
            + " where request_id = ? order by sequence desc";

    private final Connections connections;

    /** Makes the tables. */
    public OrderLedger(Connections connections) throws SQLException {
        this.connections = connections;
        connections.lend(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            return true;
        });
    }

    /** Whether the order is this step's now; false where it was somebody's before. */
    public boolean claim(String requestId, String step, String request) throws SQLException {
        return connections.lend(connection -> {
            try (PreparedStatement claim = connection.prepareStatement(CLAIM)) {
                long now = System.currentTimeMillis();
                claim.setString(1, requestId);
                claim.setString(2, step);
                claim.setString(3, request);
                claim.setLong(4, now);
                claim.setLong(5, now);
                return claim.executeUpdate() == 1;
            }
        });
    }

    /** Whether it was recorded; false, and nothing is written, where the order has gone on already. */
    public boolean record(Recorded result) throws SQLException {
        return connections.lend(connection -> {
            connection.setAutoCommit(false);
            try {
                boolean changed = change(connection, result);
                if (changed) {
                    insert(connection, result);
                    connection.commit();
                } else {
                    connection.rollback();
                }
                return changed;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    public Claimed claimed(String requestId) throws SQLException {
        return connections.lend(connection -> {
            try (PreparedStatement step = connection.prepareStatement(STEP)) {
                step.setString(1, requestId);
                try (ResultSet row = step.executeQuery()) {
                    if (!row.next()) {
                        throw new SQLException("no order " + requestId);
                    }
                    return new Claimed(row.getString(1), results(connection, requestId).stream().findFirst());
                }
            }
        });
    }

    /** What this step recorded, where it did. */
    public Optional<Recorded> recorded(String requestId, String step) throws SQLException {
        return connections.lend(connection -> results(connection, requestId).stream()
                .filter(result -> result.step().equals(step)).findFirst());
    }

    private static boolean change(Connection connection, Recorded result) throws SQLException {
        try (PreparedStatement change = connection.prepareStatement(CHANGE)) {
            change.setInt(1, result.sequence());
            change.setInt(2, result.isFinal() ? 1 : 0);
            change.setString(3, result.status());
            change.setString(4, result.reference());
            change.setLong(5, System.currentTimeMillis());
            change.setString(6, result.requestId());
            change.setInt(7, result.sequence() - 1);
            return change.executeUpdate() == 1;
        }
    }

    private static void insert(Connection connection, Recorded result) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(RESULT)) {
            insert.setString(1, result.requestId());
            insert.setInt(2, result.sequence());
            insert.setString(3, result.step());
            insert.setString(4, result.status());
            insert.setString(5, result.reference());
            insert.setString(6, result.body());
            insert.setLong(7, System.currentTimeMillis());
            insert.executeUpdate();
        }
    }

    private static List<Recorded> results(Connection connection, String requestId) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(RESULTS)) {
            select.setString(1, requestId);
            try (ResultSet row = select.executeQuery()) {
                List<Recorded> results = new ArrayList<>();
                while (row.next()) {
                    results.add(new Recorded(requestId, row.getInt(1), row.getString(2), row.getString(3),
                            row.getString(4), row.getString(5)));
                }
                return results;
            }
        }
    }
}
