package dev.sluice.cli.reconcile;

import dev.sluice.cli.Problem;
import dev.sluice.provider.StatementTimes.Span;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All lines of a statement, in a file that is gone with the process: a statement may be larger than memory. */
final class StatementLines implements AutoCloseable {

    private interface Work<T> {
        T run() throws SQLException;
    }

    /** SQLite's own name of a temporary file. */
    private static final String TEMPORARY = "jdbc:sqlite:";
    /** A line is the order's whose number it has; only one whose number is none of ours is found by its reference. */
    private static final String BY_NAME = "SELECT * FROM line WHERE number = ? UNION SELECT * FROM line WHERE"
            + " reference = ? AND claimed = 0 ORDER BY id";

    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement claim;
    private final PreparedStatement pass;
    private final PreparedStatement find;
    private final PreparedStatement mark;
    private @Nullable Span span;
    private boolean empty = true;

    StatementLines() throws SQLException {
        connection = DriverManager.getConnection(TEMPORARY);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE line (id INTEGER PRIMARY KEY, number TEXT, reference TEXT, amount TEXT,"
                    + " currency TEXT, word TEXT, since INTEGER, until INTEGER, claimed INTEGER NOT NULL DEFAULT 0,"
                    + " found INTEGER NOT NULL DEFAULT 0, unread INTEGER NOT NULL, other_id TEXT, other TEXT)");
            statement.execute("CREATE INDEX line_number ON line (number) WHERE number IS NOT NULL");
            statement.execute("CREATE INDEX line_reference ON line (reference) WHERE reference IS NOT NULL");
        }
        connection.setAutoCommit(false);
        insert = connection.prepareStatement("INSERT INTO line (id, number, reference, amount, currency, word, since,"
                + " until, unread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        claim = connection.prepareStatement("UPDATE line SET claimed = 1 WHERE number = ?");
        pass = connection.prepareStatement("UPDATE line SET other_id = ?, other = ? WHERE reference = ?"
                + " AND claimed = 0");
        find = connection.prepareStatement(BY_NAME);
        mark = connection.prepareStatement("UPDATE line SET found = 1 WHERE id = ?");
    }

    void add(StatementLine line) throws SQLException {
        insert.setInt(1, line.line());
        insert.setString(2, line.number());
        insert.setString(3, line.reference());
        insert.setString(4, line.amount() == null ? null : line.amount().toPlainString());
        insert.setString(5, line.currency());
        insert.setString(6, line.word());
        Span at = line.at();
        if (at == null) {
            insert.setNull(7, Types.BIGINT);
            insert.setNull(8, Types.BIGINT);
        } else {
            insert.setLong(7, at.from());
            insert.setLong(8, at.until());
            span = span == null ? at : span.and(at);
        }
        insert.setBoolean(9, line.unread());
        insert.executeUpdate();
        empty = false;
    }

    /** That this is the number of an order of ours. */
    void claim(String number) {
        kept(() -> {
            claim.setString(1, number);
            return claim.executeUpdate();
        });
    }

    /** That the request, which is not compared, is called so by the provider. */
    void pass(String reference, StatementLine.Other request) {
        kept(() -> {
            pass.setString(1, request.requestId());
            pass.setString(2, request.text());
            pass.setString(3, reference);
            return pass.executeUpdate();
        });
    }

    /** Those of an order, which are found from then on; all numbers of ours have to be known before. */
    List<StatementLine> of(String number, @Nullable String reference) {
        return kept(() -> {
            find.setString(1, number);
            find.setString(2, reference);
            List<StatementLine> found = read(find);
            for (StatementLine line : found) {
                mark.setInt(1, line.line());
                mark.executeUpdate();
            }
            return found;
        });
    }

    boolean isEmpty() {
        return empty;
    }

    /** From the first of its times to the last, where it tells any. */
    @Nullable
    Span span() {
        return span;
    }

    /** Some of those that no order was found for, behind this line. */
    List<StatementLine> notFound(int after, int most) {
        return kept(() -> {
            try (PreparedStatement statement = connection
                    .prepareStatement("SELECT * FROM line WHERE found = 0 AND id > ? ORDER BY id LIMIT ?")) {
                statement.setInt(1, after);
                statement.setInt(2, most);
                return read(statement);
            }
        });
    }

    /** While the ledger is read, whose fault it would be taken for. */
    private static <T> T kept(Work<T> work) {
        try {
            return work.run();
        } catch (SQLException e) {
            throw Problem.failed("the statement cannot be kept in a temporary file: " + e.getMessage(), e);
        }
    }

    private static List<StatementLine> read(PreparedStatement statement) throws SQLException {
        List<StatementLine> lines = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String amount = row.getString("amount");
                long since = row.getLong("since");
                Span at = row.wasNull() ? null : new Span(since, row.getLong("until"));
                lines.add(new StatementLine(row.getInt("id"), row.getString("number"), row.getString("reference"),
                        amount == null ? null : new BigDecimal(amount), row.getString("currency"),
                        row.getString("word"), at, row.getBoolean("unread"), other(row)));
            }
        }
        return lines;
    }

    private static StatementLine.@Nullable Other other(ResultSet row) throws SQLException {
        String id = row.getString("other_id");
        return id == null ? null : new StatementLine.Other(id, row.getString("other"));
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
