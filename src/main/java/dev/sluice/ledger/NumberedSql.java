package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction of a PostgreSQL server. What is changed together is sent together, and with it comes
 * the transaction's number, by which the server tells what became of a commit whose answer is lost.
 */
final class NumberedSql extends Sql {

    private static final String NUMBER = "SELECT txid_current_if_assigned(), " + LostCommits.RUN;
    private static final String IMPATIENT = "SET LOCAL lock_timeout = 100";

    /** What is still to be told to the transaction, with the first that is changed. */
    private final List<String> first = new ArrayList<>();
    private LostCommits.@Nullable Transaction transaction;

    /** @param impatient whether the transaction rather fails than waits for a row that another one holds */
    NumberedSql(Connection connection, boolean impatient) {
        super(connection);
        if (impatient) {
            first.add(IMPATIENT);
        }
    }

    /** The transaction with its number, once it wrote something. */
    LostCommits.@Nullable Transaction transaction() {
        return transaction;
    }

    @Override
    int[] updates(Update... updates) throws SQLException {
        List<String> texts = new ArrayList<>(first);
        int before = texts.size();
        Stream.of(updates).map(Update::text).forEach(texts::add);
        if (transaction == null) {
            texts.add(NUMBER);
        }
        try (PreparedStatement statement = connection.prepareStatement(String.join("; ", texts))) {
            int place = 1;
            for (Update update : updates) {
                place = set(statement, place, update.parameters());
            }
            statement.execute();
            first.clear();
            for (int i = 0; i < before; i++) {
                statement.getMoreResults();
            }
            int[] changed = new int[updates.length];
            for (int i = 0; i < updates.length; i++) {
                changed[i] = statement.getUpdateCount();
                statement.getMoreResults();
            }
            if (transaction == null) {
                read(statement);
            }
            return changed;
        }
    }

    private void read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            long read = row.getLong(1);
            transaction = row.wasNull() ? null : new LostCommits.Transaction(read, row.getString(2));
        }
    }
}
