package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The ledger's statements about a request, its journal and what is noted of it. */
final class Statements {

    /** Whether a row is as it was seen, in all that may change; not every change of a row takes a sequence or a time. */
    private static final String AS_SEEN = " AND sequence = ? AND begun = ? AND claim = ? AND updated_at = ? AND"
            + " known = ?"
            + " AND provider_reference IS NOT DISTINCT FROM ? AND provider_status IS NOT DISTINCT FROM ?"
            + " AND doubted IS NOT DISTINCT FROM ? AND asking_since IS NOT DISTINCT FROM ? AND not_found = ?"
            + " AND not_found_since IS NOT DISTINCT FROM ?";

    /**
     * The row of a request that has not ended. Not as the index of the open ones says it: a server that plans this while
     * its table is empty might take that one, and keep to it when a million are open.
     */
    static final String OPEN_REQUEST = " WHERE family = ? AND request_id = ? AND final < 1";

    /** Whether the provider is known to be at work on it, and that by this word. */
    private static final String STILL_AT_WORK = " AND status IN ('ACCEPTED', 'PENDING')"
            + " AND provider_status IS NOT DISTINCT FROM ?";

    /** Part of what writes, so that to look costs no wait of its own. */
    private static final String UNLESS_HELD = " WHERE NOT EXISTS (SELECT 1 FROM submission_hold WHERE id = 1 AND held = 1)"
            + " AND NOT EXISTS (SELECT 1 FROM account_hold WHERE provider = ? AND account IN ('', ?) AND held = 1)";

    /** Steps from one family to the next, so that each is looked up by the primary key. */
    static final String FAMILIES = "WITH RECURSIVE f (family) AS (SELECT MIN(family) FROM request UNION ALL SELECT"
            + " (SELECT MIN(family) FROM request WHERE family > f.family) FROM f WHERE f.family IS NOT NULL) ";

    private Statements() {
    }

    static Optional<Entry> entry(Sql sql, Key key) throws SQLException {
        return sql.query(Entries::read, "SELECT * FROM request WHERE family = ? AND request_id = ?", key.family(),
                key.name()).stream().findFirst();
    }

    /** The request whose order has this number at the provider. */
    static Optional<Entry> numbered(Sql sql, String family, String provider, String account, String orderNumber)
            throws SQLException {
        return sql.query(Entries::read, "SELECT * FROM request WHERE family = ? AND provider = ? AND account = ?"
                + " AND COALESCE(order_number, request_id) = ?", family, provider, account, orderNumber).stream()
                .findFirst();
    }

    /** Whether another request of the provider has the number, of whichever account. */
    static boolean isAnothers(Sql sql, Key key, String provider, String orderNumber) throws SQLException {
        return !sql.query(row -> row.getString(1), "SELECT request_id FROM request WHERE family = ? AND provider = ?"
                + " AND COALESCE(order_number, request_id) = ? AND request_id <> ?", key.family(),
                provider, orderNumber, key.name()).isEmpty();
    }

    /** A request, with what a step recorded of it. */
    static Optional<Ledger.Found> entry(Sql sql, Key key, String stepId) throws SQLException {
        return sql.query(row -> found(row, stepId),
                "SELECT request.*, journal.step_id AS done, journal.sequence AS done_sequence,"
                        + " journal.result AS done_result, journal.follow_up AS done_follow_up"
                        + " FROM request LEFT JOIN journal ON journal.step_id = ?"
                        + " WHERE request.family = ? AND request.request_id = ?",
                stepId, key.family(), key.name()).stream().findFirst();
    }

    private static Ledger.Found found(ResultSet row, String stepId) throws SQLException {
        Recorded done = row.getString("done") == null ? null : new Recorded(stepId, row.getInt("done_sequence"),
                row.getString("done_result"), row.getString("done_follow_up"), true);
        return new Ledger.Found(Entries.read(row), Optional.ofNullable(done));
    }

    static Optional<Recorded> recorded(Sql sql, String stepId) throws SQLException {
        return sql.query(row -> new Recorded(stepId, row.getInt("sequence"), row.getString("result"),
                row.getString("follow_up"), true), "SELECT * FROM journal WHERE step_id = ?", stepId).stream()
                .findFirst();
    }

    /** The result that was published last. */
    @Nullable
    static String newest(Sql sql, Key key) throws SQLException {
        return sql.query(row -> row.getString(1), "SELECT result FROM journal WHERE family = ?"
                + " AND request_id = ? AND sequence > 0 ORDER BY sequence DESC LIMIT 1", key.family(), key.name())
                .stream().findFirst().orElse(null);
    }

    /** @return whether it is new, its number no other's of the provider, and its submissions are not held back */
    static boolean insert(Sql sql, Entry claimed) throws SQLException {
        String name = claimed.key().name();
        return sql.update("INSERT INTO request (family, request_id, order_number, provider, account, operation,"
                + " content_hash, document, envelope, claim, begun, final, sequence, not_found, created_at,"
                + " updated_at)"
                + " SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0, ?, ?" + UNLESS_HELD + " ON CONFLICT DO NOTHING",
                claimed.key().family(), name,
                claimed.orderNumber().equals(name) ? null : claimed.orderNumber(), claimed.provider(),
                claimed.account(),
                claimed.operation(), claimed.contentHash(), Json.write(claimed.document()),
                Json.write(claimed.envelope()), claimed.claim(), claimed.createdAt(), claimed.updatedAt(),
                claimed.provider(), claimed.account()) == 1;
    }

    /** @param status what it is to have, where that changes */
    static Sql.Update change(Entry seen, Change change, @Nullable Status status, int sequence, long now) {
        Heard heard = change.heard();
        Change.Move move = change.move();
        List<@Nullable Object> parameters = new ArrayList<>();
        if (move != null) {
            parameters.addAll(Arrays.asList(move.to().provider(), move.to().account(),
                    move.orderNumber().equals(seen.key().name()) ? null : move.orderNumber()));
        }
        parameters.addAll(Arrays.asList(
                status == null ? null : status.name(), status != null && status.isFinal() ? 1 : 0, sequence,
                change.reference(), change.providerStatus(), change.claim(), change.claim() == null ? 0 : 1,
                ends(status) ? 1 : 0, Sql.number(change.askDue()), Sql.number(change.askingSince()), heard.said(),
                heard.known() ? 1 : 0, Entries.text(heard.doubted()), now,
                seen.key().family(), seen.key().name(), seen.sequence(), seen.begun(), seen.claim(),
                seen.updatedAt(),
                seen.known() ? 1 : 0, seen.providerReference(), seen.providerStatus(), Entries.text(seen.doubted()),
                Sql.number(seen.askingSince()), seen.notFound(), Sql.number(seen.notFoundSince())));
        return new Sql.Update("UPDATE request SET"
                + (move == null ? "" : " provider = ?, account = ?, order_number = ?,")
                + " status = COALESCE(?, status), final = ?, sequence = ?,"
                + " provider_reference = COALESCE(provider_reference, ?),"
                + " provider_status = COALESCE(?, provider_status), claim = COALESCE(?, claim),"
                + " begun = CASE WHEN ? = 1 THEN 0 ELSE begun END,"
                + " ask_due = CASE WHEN ? = 1 OR status = 'UNRESOLVED' THEN NULL ELSE COALESCE(?, ask_due) END,"
                + " asking_since = COALESCE(?, asking_since), not_found = 0, not_found_since = NULL,"
                + " last_ask = ?,"
                + " known = CASE WHEN ? = 1 THEN 1 ELSE known END, doubted = COALESCE(?, doubted),"
                + " updated_at = ?"
                + OPEN_REQUEST + AS_SEEN, parameters.toArray());
    }

    /** Whether nobody is to ask about a request of this status any more. */
    private static boolean ends(@Nullable Status status) {
        return status != null && (status.isFinal() || status == Status.UNRESOLVED);
    }

    static Sql.Update journal(Key key, Recorded recorded, @Nullable Status status, long now, PlanMark plan) {
        return new Sql.Update("INSERT INTO journal (step_id, family, request_id, sequence, status, result,"
                + " follow_up, at, plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                recorded.stepId(), key.family(), key.name(), recorded.sequence(),
                status == null ? null : status.name(), recorded.result(), recorded.followUp(), now,
                plan.text());
    }

    /** Of an act that is part of one in bulk. */
    static Sql.Update done(Act act) {
        Act.Part part = Objects.requireNonNull(act.part());
        return new Sql.Update("UPDATE bulk_item SET state = 'DONE', step = ? WHERE bulk = ? AND nth = ?"
                + " AND state = 'WAITING'", act.stepId(), part.bulk(), part.nth());
    }

    /** Why many were done about stands once, and not with each of them. */
    static Sql.Update note(Act act, long now) {
        Key key = act.noted();
        return new Sql.Update("INSERT INTO act (step_id, family, request_id, act, who, why, detail, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", act.stepId(),
                key == null ? null : key.family(), key == null ? null : key.name(), act.act(),
                act.who(), act.part() == null ? act.why() : "see the act in bulk " + act.part().bulk(), act.detail(),
                now);
    }

    /** Of a change with a status only while the request is still at work as that says. */
    static Sql.Update asked(Key key, Change change, boolean notFound, long now) {
        boolean atWork = change.status() != null;
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.addAll(Arrays.asList(Sql.number(change.askDue()), change.heard().said(), notFound ? 1 : 0,
                notFound ? 1 : 0, now, key.family(), key.name()));
        if (atWork) {
            parameters.add(change.providerStatus());
        }
        return new Sql.Update("UPDATE request SET"
                + " ask_due = CASE WHEN status = 'UNRESOLVED' THEN NULL ELSE CAST(? AS BIGINT) END, last_ask = ?,"
                + " not_found = CASE WHEN ? = 1 THEN not_found + 1 ELSE 0 END,"
                + " not_found_since = CASE WHEN ? = 1 THEN COALESCE(not_found_since, ?) ELSE NULL END"
                + OPEN_REQUEST + (atWork ? STILL_AT_WORK : ""), parameters.toArray());
    }

    /** What was said by steps that recorded nothing, as asking does that hears nothing new. */
    static Sql.Update forgetAsked(Key key) {
        return new Sql.Update("DELETE FROM exchange WHERE family = ? AND request_id = ? AND NOT EXISTS (SELECT 1 FROM"
                + " journal WHERE journal.step_id = exchange.step_id)", key.family(), key.name());
    }

    /** Of a step that comes back it is the last that counts. */
    static Sql.Update exchange(Key key, String stepId, Exchanged exchanged) {
        return new Sql.Update("INSERT INTO exchange (family, request_id, step_id, said, at) VALUES (?, ?, ?, ?, ?)"
                + " ON CONFLICT (family, request_id, step_id) DO UPDATE SET said = excluded.said, at = excluded.at",
                key.family(), key.name(), stepId, exchanged.text(), exchanged.at());
    }
}
