package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Takes a person out of requests that ended. What tells a request that comes again stays: its ids and the keyed hash of
 * all that it asked.
 */
final class Erasure {

    private record Step(String id, String result) {
    }

    private final Sql sql;
    private final Person person;
    private final String at;
    private final ArrayNode acts = Json.object().putArray("acts");

    private Erasure(Sql sql, Person person, long at) {
        this.sql = sql;
        this.person = person;
        this.at = Instant.ofEpochMilli(at).toString();
    }

    /** To be one transaction: what was erased and that it was. How many there were that had ended. */
    static int of(Sql sql, Person person, List<Key> keys, String who, String why, long at) throws SQLException {
        Erasure erasure = new Erasure(sql, person, at);
        int erased = 0;
        for (Key key : keys) {
            erased += erasure.request(key);
        }
        if (erased > 0) {
            ObjectNode detail = Json.object().put("requests", erased);
            detail.set("acts", erasure.acts);
            sql.update("INSERT INTO act (step_id, act, who, why, detail, at) VALUES (?, 'erase', ?, ?, ?, ?)",
                    "person-" + UUID.randomUUID(), who, why, Json.write(detail), at);
        }
        return erased;
    }

    private int request(Key key) throws SQLException {
        List<ObjectNode> kept = sql.query(row -> {
            ObjectNode one = Json.object();
            one.set("document", Erased.document(Json.own(row.getString(1)), at));
            one.set("envelope", Erased.envelope(Json.own(row.getString(2)), person));
            return one;
        }, "SELECT document, envelope FROM request WHERE family = ? AND request_id = ? AND final = 1", key.family(),
                key.name());
        for (ObjectNode one : kept) {
            sql.update("UPDATE request SET document = ?, envelope = ?, last_ask = NULL WHERE family = ?"
                    + " AND request_id = ? AND final = 1", Json.write(one.path("document")),
                    Json.write(one.path("envelope")), key.family(), key.name());
            steps(key);
            acts(key);
        }
        return kept.size();
    }

    /** Nothing follows any more, so that what was to follow goes too. */
    private void steps(Key key) throws SQLException {
        sql.update("UPDATE journal SET follow_up = NULL WHERE family = ? AND request_id = ?", key.family(),
                key.name());
        for (Step step : sql.query(row -> new Step(row.getString(1), row.getString(2)), "SELECT step_id, result FROM"
                + " journal WHERE family = ? AND request_id = ? AND result IS NOT NULL", key.family(),
                key.name())) {
            sql.update("UPDATE journal SET result = ? WHERE step_id = ?",
                    Json.write(Erased.result(Json.own(step.result()))), step.id());
        }
    }

    /** What people and the provider did stays, but for texts in which the person is. */
    private void acts(Key key) throws SQLException {
        List<String> told = sql.query(row -> person.in(row.getString(2)) != null || row.getString(3) != null
                && person.in(Json.own(row.getString(3))) != null ? row.getString(1) : "",
                "SELECT step_id, why, detail FROM act WHERE family = ? AND request_id = ? ORDER BY at, step_id",
                key.family(), key.name());
        for (String step : told) {
            if (!step.isEmpty()) {
                sql.update("UPDATE act SET why = ?, detail = NULL WHERE step_id = ?", Erased.TEXT, step);
                acts.add(step);
            }
        }
    }
}
