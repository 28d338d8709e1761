package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Statements of one transaction of a PostgreSQL server. What is changed together is sent together, and with it comes
 * the transaction's number, by which the server tells what became of a commit whose answer is lost.
 */
final class NumberedSql extends Sql {

    private static final String NUMBER = "SELECT txid_current_if_assigned()";

    private @Nullable Long number;

    NumberedSql(Connection connection) {
        super(connection);
    }

    /** The transaction's number, once it wrote something. */
    @Nullable
    Long number() {
        return number;
    }

    @Override
    int[] updates(Update... updates) throws SQLException {
        String texts = Stream
                .concat(Stream.of(updates).map(Update::text), Stream.of(NUMBER).limit(number == null ? 1 : 0))
                .collect(Collectors.joining("; "));
        try (PreparedStatement statement = connection.prepareStatement(texts)) {
            int place = 1;
            for (Update update : updates) {
                place = set(statement, place, update.parameters());
            }
            statement.execute();
            int[] changed = new int[updates.length];
            for (int i = 0; i < updates.length; i++) {
                changed[i] = statement.getUpdateCount();
                statement.getMoreResults();
            }
            if (number == null) {
                read(statement);
            }
            return changed;
        }
    }

    private void read(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.getResultSet()) {
            row.next();
            long read = row.getLong(1);
            number = row.wasNull() ? null : Long.valueOf(read);
        }
    }
}
