package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acts in bulk, as a person sees them. */
public final class BulkView {

    private static final int CHUNK = 200;
    private static final String SELECT = "SELECT bulk.*, act.who, act.why, approval.state AS approval_state,"
            + " approval.until_at, ended.who AS ended_who FROM bulk JOIN act ON act.step_id = bulk.id"
            + " LEFT JOIN approval ON approval.bulk = bulk.id LEFT JOIN act ended ON ended.step_id = approval.ended_by";
    private static final String WAITS = " WHERE approval.state = 'WAITING' AND approval.until_at > ?";

    /** How many of an act stand how. */
    public record Progress(Bulk bulk, int waiting, int done, int refused) {

        /** What was pruned since, with its request. */
        public int gone() {
            return bulk.items() - waiting - done - refused;
        }
    }

    /**
     * An item with what its request is now.
     *
     * @param status empty where the request has none, or is not there any more
     */
    public record Reported(BulkItem item, String status) {
    }

    private final Sql sql;

    BulkView(Sql sql) {
        this.sql = sql;
    }

    public Optional<Bulk> find(String id) throws SQLException {
        return find(sql, id);
    }

    /** Whether it was stopped because one person began it alone, and it takes two since. */
    public boolean isHalted(String id) throws SQLException {
        return !sql.query(row -> "", "SELECT 1 FROM act WHERE step_id = ? AND act = ?", BulkRows.halting(id),
                Act.BULK_STOP).isEmpty();
    }

    /** Newest first. */
    public List<Progress> all() throws SQLException {
        List<Progress> all = new ArrayList<>();
        for (Bulk bulk : sql.query(BulkView::bulk, SELECT + " ORDER BY bulk.at DESC, bulk.id LIMIT 100")) {
            all.add(progress(bulk));
        }
        return all;
    }

    /** Those that can still be approved, the oldest first and so many. */
    List<Wish> waiting(long now) throws SQLException {
        return wishes(sql.query(BulkView::bulk, SELECT + WAITS + " ORDER BY bulk.at, bulk.id LIMIT 100", now));
    }

    /** How many they are. */
    long count(long now) throws SQLException {
        return sql.query(row -> row.getLong(1), "SELECT COUNT(*) FROM approval" + WAITS, now).get(0);
    }

    /** Those among them that are about a request. */
    List<Wish> waiting(String family, String requestId, long now) throws SQLException {
        return wishes(sql.query(BulkView::bulk, SELECT + WAITS + " AND bulk.id IN (SELECT bulk FROM bulk_item WHERE"
                + " family = ? AND request_id = ?) ORDER BY bulk.at, bulk.id", now, family, requestId));
    }

    private List<Wish> wishes(List<Bulk> bulks) throws SQLException {
        List<Wish> wishes = new ArrayList<>();
        for (Bulk bulk : bulks) {
            List<BulkItem> one = bulk.items() > 1 ? List.of() : items(sql, bulk.id(), 0, 1);
            wishes.add(new Wish(bulk, one.isEmpty() ? null : one.get(0).key(),
                    bulk.items() == 1 && isChanged(sql, one)));
        }
        return wishes;
    }

    /** Whether the only one of them is not as it was when it was selected, or not there any more. */
    static boolean isChanged(Sql sql, List<BulkItem> one) throws SQLException {
        return one.isEmpty()
                || Selected.of(sql, one.get(0).key()).filter(one.get(0).selected()::equals).isEmpty();
    }

    public Progress progress(Bulk bulk) throws SQLException {
        Map<String, Integer> states = new HashMap<>();
        sql.query(row -> states.put(row.getString(1), row.getInt(2)), "SELECT state, COUNT(*) FROM bulk_item"
                + " WHERE bulk = ? GROUP BY state", bulk.id());
        return new Progress(bulk, states.getOrDefault("WAITING", 0), states.getOrDefault("DONE", 0),
                states.getOrDefault("REFUSED", 0));
    }

    /** All of an act, in their order. */
    public List<Reported> report(String bulk) throws SQLException {
        return sql.query(row -> new Reported(item(row), String.valueOf(row.getString("status_now"))),
                "SELECT i.*, COALESCE(r.status, '') AS status_now FROM bulk_item i LEFT JOIN request r"
                        + " ON r.family = i.family AND r.request_id = i.request_id WHERE i.bulk = ? ORDER BY i.nth",
                bulk);
    }

    /** Those requests of an act that are still there, in their order. */
    public List<RequestRow> requests(String bulk) throws SQLException {
        return sql.query(LedgerReader::request, LedgerReader.SINCE + " JOIN bulk_item i ON i.family = r.family"
                + " AND i.request_id = r.request_id WHERE i.bulk = ? ORDER BY i.nth", bulk);
    }

    /** The error of each request's newest result, in their order; null where it has none. */
    public List<@Nullable String> causes(List<RequestRow> requests) throws SQLException {
        Map<String, String> results = new HashMap<>();
        for (int from = 0; from < requests.size(); from += CHUNK) {
            List<RequestRow> some = requests.subList(from, Math.min(from + CHUNK, requests.size()));
            List<Object> values = new ArrayList<>();
            some.forEach(one -> values.addAll(List.of(one.family(), one.requestId())));
            sql.query(row -> results.put(row.getString(1) + ":" + row.getString(2), row.getString(3)),
                    "SELECT r.family, r.request_id, j.result FROM request r JOIN journal j ON j.family = r.family"
                            + " AND j.request_id = r.request_id AND j.sequence = r.sequence WHERE j.sequence > 0"
                            + " AND j.result IS NOT NULL AND (r.family, r.request_id) IN (VALUES "
                            + "(?, ?), ".repeat(some.size() - 1) + "(?, ?))",
                    values.toArray());
        }
        List<@Nullable String> causes = new ArrayList<>();
        for (RequestRow request : requests) {
            String result = results.get(request.family() + ":" + request.requestId());
            causes.add(result == null ? null : Json.own(result).path("error").path("message").textValue());
        }
        return causes;
    }

    static Optional<Bulk> find(Sql sql, String id) throws SQLException {
        return sql.query(BulkView::bulk, SELECT + " WHERE bulk.id = ?", id).stream().findFirst();
    }

    static List<BulkItem> items(Sql sql, String bulk, int from, int to) throws SQLException {
        return sql.query(BulkView::item, "SELECT * FROM bulk_item WHERE bulk = ? AND nth >= ? AND nth < ? ORDER BY nth",
                bulk, from, to);
    }

    private static Bulk bulk(ResultSet row) throws SQLException {
        String status = row.getString("status");
        return new Bulk(row.getString("id"), row.getString("act"), status == null ? null : Status.valueOf(status),
                row.getInt("items"), row.getInt("rate"), row.getString("chain"), row.getInt("reached"),
                row.getInt("stopped") == 1, row.getString("who"), row.getString("why"), row.getLong("at"),
                approval(row));
    }

    private static @Nullable Approval approval(ResultSet row) throws SQLException {
        String state = row.getString("approval_state");
        return state == null ? null
                : new Approval(Approval.State.valueOf(state), row.getLong("until_at"), row.getString("ended_who"));
    }

    private static BulkItem item(ResultSet row) throws SQLException {
        return new BulkItem(row.getString("bulk"), row.getInt("nth"), Selected.read(row),
                BulkItem.State.valueOf(row.getString("state")), row.getString("step"), row.getString("said"));
    }
}
