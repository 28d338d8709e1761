package dev.sluice.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the ledger from end to end for a person, some rows at a time: no table is ever in memory as a whole. */
public final class LedgerWalk {

    private static final int PAGE = 500;

    /** Is told of one request after the other, with all that was done for it and about it. */
    public interface Listener {
        void hear(RequestRow request, List<StepRow> steps, List<ActRow> acts, List<ExchangeRow> exchanges)
                throws SQLException;
    }

    /** Is told of one request after the other, as it stands. */
    public interface RequestListener {
        void hear(RequestRow request) throws SQLException;
    }

    /** Is told of one act after the other. */
    public interface ActListener {
        void hear(PersonAct act) throws SQLException;
    }

    private record Ended(RequestRow request, long updatedAt) {
    }

    private record History(List<StepRow> steps, List<ActRow> acts) {
    }

    private final Connection connection;
    private final Sql sql;
    private final LedgerReader reader;

    LedgerWalk(Connection connection, Sql sql, LedgerReader reader) {
        this.connection = connection;
        this.sql = sql;
        this.reader = reader;
    }

    /** The families of which there are requests. */
    public List<String> families() throws SQLException {
        return sql.query(row -> row.getString(1),
                Statements.FAMILIES + "SELECT family FROM f WHERE family IS NOT NULL");
    }

    /**
     * Tells of the requests of a family that ended and were touched last in a time, oldest first; some are read at a
     * time, and each is told as it was at one moment, but for its exchanges, which are read when it is told.
     *
     * @param from   epoch milliseconds, as is {@code before}, which itself is too late
     */
    public void ended(String family, long from, long before, Listener listener) throws SQLException {
        long at = from;
        String last = "";
        List<Ended> page;
        do {
            connection.setAutoCommit(false);
            page = sql.query(row -> new Ended(LedgerReader.request(row), row.getLong("updated_at")),
                    LedgerReader.SINCE
                            + " WHERE r.family = ? AND r.final = 1 AND r.updated_at >= ? AND r.updated_at < ? AND (r.updated_at > ? OR"
                            + " r.request_id > ?) ORDER BY r.updated_at, r.request_id LIMIT ?",
                    family, at, before, at, last,
                    PAGE);
            List<History> histories = new ArrayList<>();
            for (Ended ended : page) {
                String id = ended.request().requestId();
                histories.add(new History(reader.steps(family, id), reader.acts(family, id)));
            }
            // Who listens may be slow, and would hold up the cleaning of the database.
            connection.setAutoCommit(true);
            for (int i = 0; i < page.size(); i++) {
                at = page.get(i).updatedAt();
                last = page.get(i).request().requestId();
                // Of a request they are as long as all else together, and of a page more than a command's memory.
                listener.hear(page.get(i).request(), histories.get(i).steps(), histories.get(i).acts(),
                        reader.exchanges(family, last));
            }
        } while (page.size() == PAGE);
    }

    /** Tells of all requests of a provider in the order of their ids; some are read at a time. */
    public void of(String family, String provider, RequestListener listener) throws SQLException {
        String last = "";
        List<RequestRow> page;
        do {
            page = sql.query(LedgerReader::request, LedgerReader.SINCE + " WHERE r.family = ? AND r.provider = ? AND"
                    + " r.request_id > ? ORDER BY r.request_id LIMIT ?", family, provider, last, PAGE);
            for (RequestRow request : page) {
                listener.hear(request);
                last = request.requestId();
            }
        } while (page.size() == PAGE);
    }

    /** The providers that requests of a family are at. */
    public List<String> providers(String family) throws SQLException {
        return sql.query(row -> row.getString(1), "SELECT DISTINCT provider FROM request WHERE family = ?", family);
    }

    /** The request that a provider was given this number for, whichever account it is of. */
    public Optional<RequestRow> numbered(String family, String provider, String number) throws SQLException {
        return sql.query(LedgerReader::request, LedgerReader.SINCE + " WHERE r.provider = ?"
                + " AND COALESCE(r.order_number, r.request_id) = ? AND r.family = ?", provider, number, family).stream()
                .findFirst();
    }

    /** By which the ledger hashes, empty where it has hashed nothing yet. */
    public Optional<KeyedHash> hash() throws SQLException {
        return sql.query(row -> new KeyedHash(row.getString(1)), "SELECT value FROM hash_key WHERE id = 1").stream()
                .findFirst();
    }

    /** The requests in which a person is, in the order of their ids; it reads the ledger from end to end. */
    public List<PersonFound> find(Person person) throws SQLException {
        return new PersonSearch(connection, sql, person, reader.tellsOfExchanges()).all();
    }

    /**
     * Tells of all that people did in a time, in the order of {@link PersonAct#ORDER}.
     *
     * @param after epoch milliseconds, which itself is too early; {@code until} is not too late
     */
    public void acts(long after, long until, ActListener listener) throws SQLException {
        new PersonActs(connection, sql).tell(after, until, listener);
    }

    /** Whether its text was taken out, because a person was in it. */
    public static boolean isErased(ActRow act) {
        return act.why().equals(Erased.TEXT) && act.detail() == null;
    }

    /** The ids of those of which an act says so. */
    public Set<String> erasedActs() throws SQLException {
        Set<String> erased = new TreeSet<>();
        for (ActRow act : reader.acts("act = 'erase'")) {
            if (act.detail() != null) {
                act.detail().path("acts").forEach(id -> erased.add(id.asText()));
            }
        }
        return erased;
    }

    /** Whether there is such a request, and was at this time: its id may have been another's that is forgotten. */
    public boolean had(Key key, long at) throws SQLException {
        return !sql.query(row -> "", "SELECT 1 FROM request WHERE family = ? AND request_id = ? AND created_at <= ?",
                key.family(), key.name(), at).isEmpty();
    }
}
