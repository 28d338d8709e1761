package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes a person out of requests that ended. What tells a request that comes again stays: its ids and the keyed hash of
 * all that it asked.
 */
public final class Erasure {

    /**
     * What came of it.
     *
     * @param erased how many had ended, and had anything of the person
     * @param early  ended so newly that their result may still be on its way
     */
    public record Done(int erased, List<Key> early) {
    }

    /** What a result may need to reach its queue: a step whose commit to the broker failed publishes it once more. */
    public static final Duration SETTLING = Duration.ofHours(24);

    private record Kept(ObjectNode document, ObjectNode envelope, boolean asked, long updatedAt) {
    }

    private record Step(String id, ObjectNode result) {
    }

    private final Sql sql;
    private final Person person;
    private final String at;
    private final boolean exchanges;
    private final boolean approvals;
    private final ArrayNode acts = Json.object().putArray("acts");

    private Erasure(Sql sql, Person person, long at) throws SQLException {
        this.sql = sql;
        this.person = person;
        this.at = Instant.ofEpochMilli(at).toString();
        this.exchanges = sql.has("exchange");
        this.approvals = sql.has("approval");
    }

    /** To be one transaction: what was erased and that it was. */
    static Done of(Sql sql, Person person, List<Key> keys, String who, String why, long at) throws SQLException {
        Erasure erasure = new Erasure(sql, person, at);
        long settled = Math.min(at, noted(sql).orElse(at)) - SETTLING.toMillis();
        int erased = 0;
        List<Key> early = new ArrayList<>();
        for (Key key : keys) {
            for (Kept kept : erasure.kept(key)) {
                if (kept.updatedAt() > settled) {
                    early.add(key);
                } else if (erasure.request(key, kept)) {
                    erased++;
                }
            }
        }
        if (erased > 0) {
            ObjectNode detail = Json.object().put("requests", erased);
            detail.set("acts", erasure.acts);
            sql.update("INSERT INTO act (step_id, act, who, why, detail, at) VALUES (?, 'erase', ?, ?, ?, ?)",
                    "person-" + UUID.randomUUID(), who, why, Json.write(detail), at);
        }
        return new Done(erased, early);
    }

    /** The ledger's time, which stands while no Sluice runs that would publish anything. */
    private static Optional<Long> noted(Sql sql) throws SQLException {
        return sql.query(row -> row.getLong(1), "SELECT at FROM ledger_time").stream().findFirst();
    }

    private List<Kept> kept(Key key) throws SQLException {
        return sql.query(
                row -> new Kept(Json.own(row.getString(1)), Json.own(row.getString(2)), row.getString(3) != null,
                        row.getLong(4)),
                "SELECT document, envelope, last_ask, updated_at FROM request WHERE family = ? AND request_id = ?"
                        + " AND final = 1",
                key.family(), key.name());
    }

    /** Whether it had anything that goes. */
    private boolean request(Key key, Kept kept) throws SQLException {
        ObjectNode document = Erased.document(kept.document(), at);
        ObjectNode envelope = Erased.envelope(kept.envelope(), person);
        boolean changed = kept.asked() || !document.equals(kept.document()) || !envelope.equals(kept.envelope());
        if (changed) {
            sql.update("UPDATE request SET document = ?, envelope = ?, last_ask = NULL WHERE family = ?"
                    + " AND request_id = ? AND final = 1", Json.write(document), Json.write(envelope), key.family(),
                    key.name());
        }
        return steps(key) | acts(key) | exchanges(key) | changed;
    }

    /** Nothing follows any more, so that what was to follow goes too. */
    private boolean steps(Key key) throws SQLException {
        boolean changed = sql.update("UPDATE journal SET follow_up = NULL WHERE family = ? AND request_id = ?"
                + " AND follow_up IS NOT NULL", key.family(), key.name()) > 0;
        for (Step step : sql.query(row -> new Step(row.getString(1), Json.own(row.getString(2))), "SELECT step_id,"
                + " result FROM journal WHERE family = ? AND request_id = ? AND result IS NOT NULL", key.family(),
                key.name())) {
            ObjectNode left = Erased.result(step.result());
            if (!left.equals(step.result())) {
                sql.update("UPDATE journal SET result = ? WHERE step_id = ?", Json.write(left), step.id());
                changed = true;
            }
        }
        return changed;
    }

    /** What was said would have gone before long anyway; a ledger of a version before has none. */
    private boolean exchanges(Key key) throws SQLException {
        return exchanges
                && sql.update("DELETE FROM exchange WHERE family = ? AND request_id = ?", key.family(), key.name()) > 0;
    }

    /** What people and the provider did stays, but for texts in which the person is; also of many, it among them. */
    private boolean acts(Key key) throws SQLException {
        Set<String> told = new LinkedHashSet<>(told("act a WHERE a.family = ? AND a.request_id = ?", key));
        // A ledger of a version before has none.
        if (sql.has("bulk_item")) {
            told.addAll(told("bulk_item i JOIN bulk b ON b.id = i.bulk JOIN act a ON a.step_id IN (b.id, b.chain)"
                    + " WHERE i.family = ? AND i.request_id = ?", key));
        }
        if (approvals) {
            told.addAll(told("bulk_item i JOIN approval p ON p.bulk = i.bulk JOIN act a ON a.step_id = p.ended_by"
                    + " WHERE i.family = ? AND i.request_id = ?", key));
        }
        for (String step : told) {
            sql.update("UPDATE act SET why = ?, detail = NULL WHERE step_id = ?", Erased.TEXT, step);
            acts.add(step);
            items(step);
        }
        return !told.isEmpty();
    }

    /** Those of the acts in whose texts the person is. */
    private List<String> told(String from, Key key) throws SQLException {
        return sql.query(row -> person.in(row.getString(2)) != null || row.getString(3) != null
                && person.in(Json.own(row.getString(3))) != null ? row.getString(1) : "",
                "SELECT a.step_id, a.why, a.detail FROM " + from + " ORDER BY a.step_id", key.family(), key.name())
                .stream().filter(step -> !step.isEmpty()).toList();
    }

    /** Why an act in bulk was done was told with the result of each of its requests. */
    private void items(String bulk) throws SQLException {
        for (Step step : sql.query(row -> new Step(row.getString(1), Json.own(row.getString(2))), "SELECT j.step_id,"
                + " j.result FROM bulk_item i JOIN journal j ON j.step_id = i.step WHERE i.bulk = ?"
                + " AND j.result IS NOT NULL", bulk)) {
            if (step.result().get("error") instanceof ObjectNode error && person.in(error) != null) {
                error.put("message", Erased.TEXT);
                sql.update("UPDATE journal SET result = ? WHERE step_id = ?", Json.write(step.result()), step.id());
            }
        }
    }
}
