package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Statements of one transaction of a PostgreSQL server. What is changed together is sent together, and with it goes the
 * transaction's mark, by which it is told what became of a commit whose answer is lost.
 */
final class MarkedSql extends Sql {

    private static final String IMPATIENT = "SET LOCAL lock_timeout = 100";

    private final CommitMarks.Mark mark;
    /** What is still to be told to the transaction, with the first that is changed. */
    private final List<String> first = new ArrayList<>();
    private boolean marked;

    /** @param impatient whether the transaction rather fails than waits for a row that another one holds */
    MarkedSql(Connection connection, boolean impatient, CommitMarks.Mark mark) {
        super(connection);
        this.mark = mark;
        first.add(CommitMarks.NO_STANDSTILL);
        if (impatient) {
            first.add(IMPATIENT);
        }
    }

    @Override
    int[] updates(Update... updates) throws SQLException {
        List<String> texts = new ArrayList<>(first);
        int before = texts.size();
        Stream.of(updates).map(Update::text).forEach(texts::add);
        if (!marked) {
            texts.add(CommitMarks.MARK);
        }
        try (PreparedStatement statement = connection.prepareStatement(String.join("; ", texts))) {
            int place = 1;
            for (Update update : updates) {
                place = set(statement, place, update.parameters());
            }
            if (!marked) {
                set(statement, place, mark.row(), mark.number());
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
            marked |= statement.getUpdateCount() > 0;
            return changed;
        }
    }
}
