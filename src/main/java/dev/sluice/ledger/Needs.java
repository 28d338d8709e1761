package dev.sluice.ledger;

import dev.sluice.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what needs a person, by the indexes of what is open: of each provider and status so many at most, and how
 * many more there are.
 */
final class Needs {

    /** A request that is unknown for longer is slow; before that its provider may just be failing. */
    static final long SOON_MILLIS = TimeUnit.MINUTES.toMillis(30);

    private static final String OPEN = " r.*, COALESCE(j.at, r.updated_at) AS since, j.result AS result FROM request r"
            + " LEFT JOIN journal j ON j.family = r.family AND j.request_id = r.request_id"
            + " AND j.sequence = r.sequence AND j.sequence > 0 WHERE r.final = 0 AND ";
    /** The step that goes on from the last one that has such. */
    static final String FOLLOW_UP = "(SELECT f.follow_up FROM journal f WHERE f.family = r.family"
            + " AND f.request_id = r.request_id AND f.follow_up IS NOT NULL ORDER BY f.at DESC LIMIT 1)";
    private static final String SILENT = "r.status IS NULL AND r.updated_at <= ?";
    /** Its next submission did not begin yet, and the one before was not sent, as the follow-up tells. */
    private static final String UNSENT = "r.status IS NULL AND r.updated_at > ? AND r.begun = 0 AND " + FOLLOW_UP
            + " LIKE '%\"unsent\":\"%'";
    /** A word {@code a} that contradicts, of which nobody noted anything since. */
    static final String CONTRADICTION = "a.act = 'word' AND a.detail IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
            + " act n WHERE n.family = a.family AND n.request_id = a.request_id AND n.act = '" + Act.NOTE
            + "' AND n.at >= a.at)";
    /** Of each request the newest one. */
    private static final String OF_CONTRADICTED = " FROM act a JOIN request r ON r.family = a.family"
            + " AND r.request_id = a.request_id WHERE " + CONTRADICTION
            + " AND NOT EXISTS (SELECT 1 FROM act l WHERE l.family = a.family AND l.request_id = a.request_id"
            + " AND l.act = 'word' AND l.detail IS NOT NULL"
            + " AND (l.at > a.at OR l.at = a.at AND l.step_id > a.step_id))";
    private static final String CONTRADICTED = "SELECT r.*, a.at AS since, NULL AS result, a.why AS said"
            + OF_CONTRADICTED + " ORDER BY a.at LIMIT ?";

    /**
     * What is looked for.
     *
     * @param said  a column with what is known beside it
     * @param which of those that have not ended, by a value
     */
    private record Sort(String status, String said, String which, Object value, Sql.Row<Need> row) {
    }

    private record OfProvider(String provider, long count) {
    }

    private final Sql sql;
    private final int most;
    private final long now;

    Needs(Sql sql, int most, long now) {
        this.sql = sql;
        this.most = most;
        this.now = now;
    }

    /** @return what there is beside those that it told of */
    List<Open> tell(Consumer<Need> listener) throws SQLException {
        long silent = now - Entry.SILENT_MILLIS;
        List<Open> more = new ArrayList<>();
        for (Sort sort : List.of(new Sort("UNRESOLVED", "r.doubted", "r.status = ?", "UNRESOLVED", this::undecided),
                new Sort("UNKNOWN", "r.doubted", "r.status = ?", "UNKNOWN", this::undecided),
                new Sort(Open.SILENT, FOLLOW_UP, SILENT, silent,
                        row -> unheard(row.getInt("begun") > 0 ? Need.Kind.UNHEARD : Need.Kind.SILENT, row)),
                new Sort(Open.NOT_SENT, FOLLOW_UP, UNSENT, silent, row -> unheard(Need.Kind.UNSENT, row)))) {
            for (OfProvider of : sql.query(row -> new OfProvider(row.getString(1), row.getLong(2)), "SELECT r.provider,"
                    + " COUNT(*) FROM request r WHERE r.final = 0 AND " + sort.which + " GROUP BY r.provider",
                    sort.value)) {
                sql.query(sort.row, "SELECT " + sort.said + " AS said," + OPEN + sort.which
                        + " AND r.provider = ? LIMIT ?", sort.value, of.provider, most).forEach(listener);
                if (of.count > most) {
                    more.add(new Open(of.provider, sort.status, of.count - most, 0));
                }
            }
        }
        more.addAll(contradicted(listener));
        return more;
    }

    private List<Open> contradicted(Consumer<Need> listener) throws SQLException {
        List<Need> told = sql.query(row -> new Need(Need.Kind.CONTRADICTED, LedgerReader.request(row), null,
                row.getString("said")), CONTRADICTED, most);
        told.forEach(listener);
        if (told.size() < most) {
            return List.of();
        }
        Map<String, Long> shown = told.stream()
                .collect(Collectors.groupingBy(need -> need.request().provider(), Collectors.counting()));
        return sql.query(row -> new Open(row.getString(1), Open.CONTRADICTED,
                row.getLong(2) - shown.getOrDefault(row.getString(1), 0L), 0), "SELECT r.provider, COUNT(*)"
                        + OF_CONTRADICTED + " GROUP BY r.provider")
                .stream().filter(open -> open.count() > 0).toList();
    }

    private Need undecided(ResultSet row) throws SQLException {
        return new Need(kind(row), LedgerReader.request(row), row.getString("result"), row.getString("said"));
    }

    private Need.Kind kind(ResultSet row) throws SQLException {
        if (row.getString("status").equals("UNRESOLVED")) {
            return row.getString("said") == null ? Need.Kind.UNRESOLVED : Need.Kind.DOUBTED;
        }
        return now - row.getLong("since") < SOON_MILLIS ? Need.Kind.UNKNOWN : Need.Kind.UNKNOWN_LONG;
    }

    private static Need unheard(Need.Kind kind, ResultSet row) throws SQLException {
        return new Need(kind, LedgerReader.request(row), null, unsent(row.getString("said")));
    }

    static @Nullable String unsent(@Nullable String followUp) {
        return followUp == null ? null : Json.own(followUp).path("unsent").asText(null);
    }
}
