package dev.sluice.ledger;

import dev.sluice.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
    private static final String UNSENT = "(SELECT f.follow_up FROM journal f WHERE f.family = r.family AND f.request_id"
            + " = r.request_id ORDER BY f.at DESC LIMIT 1) AS said,";
    /** A word {@code a} that contradicts, of which nobody noted anything since. */
    static final String CONTRADICTION = "a.act = 'word' AND a.detail IS NOT NULL AND NOT EXISTS (SELECT 1 FROM"
            + " act n WHERE n.family = a.family AND n.request_id = a.request_id AND n.act = '" + Act.NOTE
            + "' AND n.at >= a.at)";
    /** Of each request the newest one. */
    private static final String CONTRADICTED = "SELECT r.*, a.at AS since, NULL AS result, a.why AS said FROM act a"
            + " JOIN request r ON r.family = a.family AND r.request_id = a.request_id WHERE " + CONTRADICTION
            + " AND NOT EXISTS (SELECT 1 FROM act l WHERE l.family = a.family AND l.request_id = a.request_id"
            + " AND l.act = 'word' AND l.detail IS NOT NULL AND (l.at > a.at OR l.at = a.at AND l.step_id > a.step_id))"
            + " ORDER BY a.at LIMIT ?";

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
        List<Open> more = new ArrayList<>();
        for (String status : List.of("UNRESOLVED", "UNKNOWN")) {
            for (OfProvider of : sql.query(row -> new OfProvider(row.getString(1), row.getLong(2)), "SELECT provider,"
                    + " COUNT(*) FROM request WHERE final = 0 AND status = ? GROUP BY provider", status)) {
                sql.query(row -> new Need(kind(row), LedgerReader.request(row), row.getString("result"),
                        row.getString("said")), "SELECT r.doubted AS said," + OPEN + "r.status = ? AND r.provider = ?"
                                + " LIMIT ?",
                        status, of.provider, most).forEach(listener);
                if (of.count > most) {
                    more.add(new Open(of.provider, status, of.count - most, 0));
                }
            }
        }
        sql.query(this::unheard, "SELECT " + UNSENT + OPEN + "r.status IS NULL LIMIT ?", most).stream()
                .filter(need -> need.said() != null || need.kind() == Need.Kind.SILENT).forEach(listener);
        sql.query(row -> new Need(Need.Kind.CONTRADICTED, LedgerReader.request(row), null, row.getString("said")),
                CONTRADICTED, most).forEach(listener);
        return more;
    }

    private Need.Kind kind(ResultSet row) throws SQLException {
        if (row.getString("status").equals("UNRESOLVED")) {
            return row.getString("said") == null ? Need.Kind.UNRESOLVED : Need.Kind.DOUBTED;
        }
        return now - row.getLong("since") < SOON_MILLIS ? Need.Kind.UNKNOWN : Need.Kind.UNKNOWN_LONG;
    }

    private Need unheard(ResultSet row) throws SQLException {
        RequestRow request = LedgerReader.request(row);
        return new Need(request.silent(now) ? Need.Kind.SILENT : Need.Kind.UNSENT, request, null,
                unsent(row.getString("said")));
    }

    private static @Nullable String unsent(@Nullable String followUp) {
        return followUp == null ? null : Json.own(followUp).path("unsent").asText(null);
    }
}
