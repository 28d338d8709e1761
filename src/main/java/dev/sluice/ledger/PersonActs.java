package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** All that people did, one after the other in the order of {@link PersonAct#ORDER}; some are read at a time. */
final class PersonActs {

    private static final int PAGE = 500;
    /** What a provider said is no person's act. */
    private static final String SELECT = "SELECT * FROM act WHERE act NOT IN ('" + Act.WORD + "', '" + Act.DOUBTED
            + "', '" + Act.WEBHOOK + "') AND at > ? AND at <= ? ORDER BY at LIMIT ?";

    private final Connection connection;
    private final Sql sql;

    PersonActs(Connection connection, Sql sql) {
        this.connection = connection;
        this.sql = sql;
    }

    void tell(long after, long until, LedgerWalk.ActListener listener) throws SQLException {
        long from = after;
        int most = PAGE;
        while (true) {
            connection.setAutoCommit(false);
            List<PersonAct> page = sql.query(
                    row -> new PersonAct(LedgerReader.act(row), row.getString("family"), row.getString("request_id")),
                    SELECT, from, until, most);
            connection.setAutoCommit(true);
            boolean isLast = page.size() < most;
            long cut = page.isEmpty() ? until : page.get(page.size() - 1).act().at();
            // Of the last moment of a full page there may be more.
            List<PersonAct> whole = page.stream().filter(one -> isLast || one.act().at() < cut)
                    .sorted(PersonAct.ORDER).toList();
            for (PersonAct one : whole) {
                listener.hear(one);
            }
            if (isLast) {
                return;
            }
            if (whole.isEmpty()) {
                most *= 2;
            } else {
                from = cut - 1;
                most = PAGE;
            }
        }
    }
}
