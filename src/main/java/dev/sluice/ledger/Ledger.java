package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The memory of Sluice: one row a request, one journal row a step. Every method that writes is one transaction, and
 * what it returned survives a crash. Its rules are checked by the model of the step protocol.
 */
public final class Ledger {

    /** What is to be recorded of a request, by its row as it is then; may be asked for more than once. */
    public interface Finding {
        Change of(Row row) throws SQLException;
    }

    private static final String ENTRY = "SELECT * FROM request WHERE family = ? AND request_id = ?";
    /**
     * Whether a row is as it was seen, in all that may change; not every change of a row takes a sequence or a time.
     */
    private static final String AS_SEEN = " AND sequence = ? AND begun = ? AND claim = ? AND updated_at = ? AND"
            + " known = ?"
            + " AND provider_reference IS NOT DISTINCT FROM ? AND provider_status IS NOT DISTINCT FROM ?"
            + " AND doubted IS NOT DISTINCT FROM ? AND asking_since IS NOT DISTINCT FROM ? AND not_found = ?"
            + " AND not_found_since IS NOT DISTINCT FROM ?";

    private final Database database;
    private final Clock clock;
    private final PlanMark plan;

    public Ledger(Database database, Clock clock) {
        this(database, clock, PlanMark.NONE);
    }

    Ledger(Database database, Clock clock, PlanMark plan) {
        this.database = database;
        this.clock = clock;
        this.plan = plan;
    }

    /** Empty also for a key, or none, that no request can have. */
    public Optional<Entry> find(Key key) {
        return key == null || !key.isPossible() ? Optional.empty() : database.read(sql -> entry(sql, key));
    }

    /** The request, and what this step recorded of it. */
    public Optional<Found> find(Key key, String stepId) {
        return !key.isPossible() ? Optional.empty() : database.read(sql -> sql.query(row -> found(row, stepId),
                "SELECT request.*, journal.step_id AS done, journal.sequence AS done_sequence,"
                        + " journal.result AS done_result, journal.follow_up AS done_follow_up"
                        + " FROM request LEFT JOIN journal ON journal.step_id = ?"
                        + " WHERE request.family = ? AND request.request_id = ?",
                stepId, key.family(), key.requestId()).stream().findFirst());
    }

    private static Found found(ResultSet row, String stepId) throws SQLException {
        Recorded done = row.getString("done") == null ? null : new Recorded(stepId, row.getInt("done_sequence"),
                row.getString("done_result"), row.getString("done_follow_up"), true);
        return new Found(Entries.read(row), Optional.ofNullable(done));
    }

    /** A request as a step finds it, with what that recorded before, if it did. */
    public record Found(Entry entry, Optional<Recorded> done) {
    }

    /** What this step recorded, empty where it is not done. */
    public Optional<Recorded> recorded(String stepId) {
        return database.read(sql -> recorded(sql, stepId));
    }

    /**
     * Claims a request for a step, or tells what stands against it.
     *
     * @param handed whether an earlier step handed the claim to this one, so that the row is there already
     */
    public Claim claim(Entry wanted, String stepId, boolean handed) {
        return database.write(sql -> {
            // What is new is in no journal, so most claims are this one statement.
            Entry claimed = wanted.claimedBy(stepId, clock.millis());
            if (!handed && insert(sql, claimed)) {
                return new Claim(Claim.Standing.FRESH, claimed, null, null);
            }
            Optional<Recorded> done = recorded(sql, stepId);
            if (done.isPresent()) {
                return new Claim(Claim.Standing.DONE, null, done.get(), null);
            }
            Key key = wanted.key();
            boolean begins = sql.update("UPDATE request SET begun = 1 WHERE family = ? AND request_id = ?"
                    + " AND claim = ? AND begun = 0 AND (status IS NULL OR status = 'UNKNOWN')", key.family(),
                    key.requestId(), stepId) == 1;
            if (!begins) {
                sql.update("UPDATE request SET begun = begun + 1 WHERE family = ? AND request_id = ? AND claim = ?"
                        + " AND final = 0", key.family(), key.requestId(), stepId);
            }
            Entry entry = entry(sql, key).orElseThrow();
            if (begins) {
                return new Claim(Claim.Standing.FRESH, entry, null, null);
            }
            // Whoever changed the row since the journal was read may have been another delivery of this step.
            done = recorded(sql, stepId);
            if (done.isPresent()) {
                return new Claim(Claim.Standing.DONE, null, done.get(), null);
            }
            if (entry.claim().equals(stepId)) {
                return new Claim(entry.isFinal() ? Claim.Standing.OVERTAKEN : Claim.Standing.REDELIVERED, entry, null,
                        null);
            }
            return handed ? new Claim(Claim.Standing.OVERTAKEN, entry, null, null)
                    : new Claim(Claim.Standing.DUPLICATE, entry, null, newest(sql, key));
        });
    }

    /**
     * Records what a step found out, where the request is not final yet and its status allows it. A reference that is
     * kept is never replaced.
     *
     * @return what is now recorded for this step and to be published; empty where the request went on without it
     */
    public Optional<Recorded> record(Key key, String stepId, Change change) {
        return record(key, stepId, row -> change, null);
    }

    /**
     * The same, where what is to be recorded depends on the request's row as it is then.
     *
     * @param seen the row as the step saw it; it is read again only where something happened to it since
     */
    public Optional<Recorded> record(Entry seen, String stepId, Finding finding) {
        if (!seen.isFinal()) {
            try {
                return Optional.of(database.write(sql -> write(sql, new SeenRow(sql, seen), stepId, finding, null)));
            } catch (Overtaken e) {
                // Another step was there, or another delivery of this one, or the order may be another request's.
            }
        }
        return record(seen.key(), stepId, finding, null);
    }

    /**
     * Notes that a step ended with nothing to record, so that another delivery of it that is still under way finds that
     * out when it records.
     *
     * @return what that one recorded first, to be published; empty where it did not
     */
    public Optional<Recorded> pass(Key key, String stepId) {
        return database.write(sql -> {
            Optional<Recorded> done = recorded(sql, stepId);
            boolean other = done.isEmpty()
                    && sql.updates(journal(key, new Recorded(stepId, 0, null, null, false), null))[0] == 0;
            return other ? recorded(sql, stepId) : done;
        });
    }

    /**
     * Records how a person ends a request of which the provider did not tell, and who did it.
     *
     * @return what is now recorded and to be published; empty where there is nothing to decide: the provider has the
     *         request, or it ended, or it is under way
     */
    public Optional<Recorded> decide(Act act, Change change) {
        return record(Objects.requireNonNull(act.key()), act.stepId(), row -> change, act);
    }

    private Optional<Recorded> record(Key key, String stepId, Finding finding, @Nullable Act act) {
        while (true) {
            try {
                return tryToRecord(key, stepId, finding, act);
            } catch (Overtaken e) {
                // Another replica recorded between our reading and writing: what it left is looked at anew.
            }
        }
    }

    private Optional<Recorded> tryToRecord(Key key, String stepId, Finding finding, @Nullable Act act) {
        return database.write(sql -> {
            // What changed the row before it was read is in the journal by now; the other way round it might not be.
            Optional<Entry> found = entry(sql, key);
            Optional<Recorded> done = recorded(sql, stepId);
            if (done.isPresent()) {
                return done;
            }
            if (found.isEmpty() || found.get().isFinal() || act != null && !found.get().mayBeDecided(clock.millis())) {
                return Optional.<Recorded>empty();
            }
            return Optional.of(write(sql, new Row(sql, found.get()), stepId, finding, act));
        });
    }

    /**
     * Writes the row, the journal and what is noted together.
     *
     * @throws Overtaken where the row is not as it was seen any more, or what it takes is taken, or the step is in the
     *                   journal; then nothing is written
     */
    private Recorded write(Sql sql, Row row, String stepId, Finding finding, @Nullable Act act) throws SQLException {
        Entry seen = row.entry();
        Change change = finding.of(row);
        Heard heard = change.heard();
        Status status = allowed(seen, change) ? change.status() : null;
        int sequence = status == null ? seen.sequence() : seen.sequence() + 1;
        Recorded recorded = new Recorded(stepId, status == null ? 0 : sequence,
                status == null ? null : Objects.requireNonNull(change.result()).apply(sequence), change.followUp(),
                false);
        // What is taken goes first, as wherever a row takes it: two that wait for each other's would wait for ever.
        List<Sql.Update> together = new ArrayList<>(row.taken());
        together.add(new Sql.Update("UPDATE request SET status = COALESCE(?, status), final = ?, sequence = ?,"
                + " provider_reference = COALESCE(provider_reference, ?),"
                + " provider_status = COALESCE(?, provider_status), claim = COALESCE(?, claim),"
                + " begun = CASE WHEN ? = 1 THEN 0 ELSE begun END,"
                + " ask_due = CASE WHEN ? = 1 THEN NULL ELSE COALESCE(?, ask_due) END,"
                + " asking_since = COALESCE(?, asking_since), not_found = 0, not_found_since = NULL,"
                + " last_ask = ?,"
                + " known = CASE WHEN ? = 1 THEN 1 ELSE known END, doubted = COALESCE(?, doubted),"
                + " updated_at = ?"
                + " WHERE family = ? AND request_id = ? AND final = 0" + AS_SEEN,
                status == null ? null : status.name(), status != null && status.isFinal() ? 1 : 0, sequence,
                change.reference(), change.providerStatus(), change.claim(), change.claim() == null ? 0 : 1,
                ends(status) ? 1 : 0, Sql.number(change.askDue()), Sql.number(change.askingSince()), heard.said(),
                heard.known() ? 1 : 0, Entries.text(heard.doubted()), clock.millis(),
                seen.key().family(), seen.key().requestId(), seen.sequence(), seen.begun(), seen.claim(),
                seen.updatedAt(),
                seen.known() ? 1 : 0, seen.providerReference(), seen.providerStatus(), Entries.text(seen.doubted()),
                Sql.number(seen.askingSince()), seen.notFound(), Sql.number(seen.notFoundSince())));
        together.add(journal(seen.key(), recorded, status));
        int needed = together.size();
        Stream.of(act, heard.word()).filter(Objects::nonNull).map(this::noting).forEach(together::add);
        int[] written = sql.updates(together.toArray(Sql.Update[]::new));
        if (IntStream.of(written).limit(needed).anyMatch(rows -> rows == 0)) {
            throw new Overtaken();
        }
        return recorded;
    }

    /**
     * Keeps what was heard of a request that is open, and its reference; no step is done by that.
     *
     * @return false where it has ended, and nothing was kept
     */
    public boolean hear(Key key, Finding finding) {
        return database.write(sql -> {
            Optional<Entry> open = entry(sql, key).filter(entry -> !entry.isFinal());
            if (open.isEmpty()) {
                return false;
            }
            Change change = finding.of(new Row(sql, open.get()));
            boolean kept = sql.update(
                    "UPDATE request SET provider_reference = COALESCE(provider_reference, ?),"
                            + " known = CASE WHEN ? = 1 THEN 1 ELSE known END"
                            + " WHERE family = ? AND request_id = ? AND final = 0",
                    change.reference(), change.heard().known() ? 1 : 0, key.family(), key.requestId()) == 1;
            Act word = change.heard().word();
            if (kept && word != null) {
                note(sql, word);
            }
            return kept;
        });
    }

    private Sql.Update journal(Key key, Recorded recorded, @Nullable Status status) {
        return new Sql.Update("INSERT INTO journal (step_id, family, request_id, sequence, status, result,"
                + " follow_up, at, plan) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                recorded.stepId(), key.family(), key.requestId(), recorded.sequence(),
                status == null ? null : status.name(), recorded.result(), recorded.followUp(), clock.millis(),
                plan.text());
    }

    /** Notes what a person did, once. */
    public void note(Act act) {
        database.write(sql -> note(sql, act));
    }

    /**
     * Notes what a provider said of a request that had ended, once.
     *
     * @return false where an earlier step heard just that
     */
    public boolean noteWord(Act word) {
        Key key = Objects.requireNonNull(word.key());
        return database.write(sql -> {
            // Who hears the same at the same time waits here for what the other notes.
            sql.update("UPDATE request SET final = final WHERE family = ? AND request_id = ?", key.family(),
                    key.requestId());
            List<String> heard = sql.query(row -> row.getString(1), "SELECT step_id FROM act WHERE family = ?"
                    + " AND request_id = ? AND act = ? AND why = ?", key.family(), key.requestId(), Act.WORD,
                    word.why());
            return heard.isEmpty() ? note(sql, word) == 1 : heard.contains(word.stepId());
        });
    }

    /** Whether a person ended it. */
    public boolean isDecided(Key key) {
        return !database.read(sql -> sql.query(row -> row.getString(1), "SELECT step_id FROM act WHERE"
                + " family = ? AND request_id = ? AND act = 'resolve'", key.family(), key.requestId())).isEmpty();
    }

    int note(Sql sql, Act act) throws SQLException {
        return sql.updates(noting(act))[0];
    }

    private Sql.Update noting(Act act) {
        Key key = act.key() != null && act.key().isPossible() ? act.key() : null;
        return new Sql.Update("INSERT INTO act (step_id, family, request_id, act, who, why, detail, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", act.stepId(),
                key == null ? null : key.family(), key == null ? null : key.requestId(), act.act(),
                act.who(), act.why(), act.detail(), clock.millis());
    }

    /** What waits for the provider's word or for a person's, by provider; also what has been silent for too long. */
    public List<Open> undecided() {
        return database.read(sql -> {
            List<Open> open = new ArrayList<>(sql.query(row -> new Open(row.getString(1), Open.SILENT,
                    row.getLong(2), row.getLong(3)), "SELECT provider, COUNT(*), MIN(updated_at) FROM request"
                            + " WHERE final = 0 AND status IS NULL AND updated_at <= ? GROUP BY provider",
                    clock.millis() - Entry.SILENT_MILLIS));
            for (Status status : List.of(Status.UNKNOWN, Status.UNRESOLVED)) {
                open.addAll(sql.query(row -> new Open(row.getString(1), status.name(), row.getLong(2), row.getLong(3)),
                        "SELECT provider, COUNT(*), MIN(COALESCE(asking_since, updated_at)) FROM request"
                                + " WHERE final = 0 AND status = ? GROUP BY provider",
                        status.name()));
            }
            return open;
        });
    }

    /**
     * Notes when the provider is to be asked next, what it just said, and whether that it has no such order.
     *
     * @return false where the request has ended, and nothing was noted
     */
    public boolean asked(Key key, @Nullable Long askDue, boolean notFound, @Nullable String said) {
        long now = clock.millis();
        return database.write(sql -> sql.update("UPDATE request SET ask_due = ?, last_ask = ?,"
                + " not_found = CASE WHEN ? = 1 THEN not_found + 1 ELSE 0 END,"
                + " not_found_since = CASE WHEN ? = 1 THEN COALESCE(not_found_since, ?) ELSE NULL END"
                + " WHERE family = ? AND request_id = ? AND final = 0",
                Sql.number(askDue), said, notFound ? 1 : 0, notFound ? 1 : 0, now, key.family(), key.requestId()) == 1);
    }

    /** Whether this step is the first to bring a delivery; also true when the same step comes back with it. */
    public boolean firstDelivery(String delivery, String stepId) {
        return database.write(sql -> {
            sql.update("INSERT INTO delivery (delivery, step_id, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    delivery, stepId, clock.millis());
            return sql.query(row -> row.getString(1), "SELECT step_id FROM delivery WHERE delivery = ?", delivery)
                    .contains(stepId);
        });
    }

    /**
     * Takes requests whose next ask is overdue, oldest first, and puts their next ask off so that no other replica
     * takes them.
     */
    public List<Key> takeOverdue(long dueBefore, long putOffTo, int most) {
        return database.write(sql -> {
            List<Key> keys = sql.query(row -> new Key(row.getString(1), row.getString(2)),
                    "SELECT family, request_id FROM request WHERE ask_due < ? ORDER BY ask_due LIMIT ?", dueBefore,
                    most);
            List<Key> taken = new ArrayList<>();
            for (Key key : keys) {
                if (sql.update("UPDATE request SET ask_due = ? WHERE family = ? AND request_id = ?"
                        + " AND ask_due < ?", putOffTo, key.family(), key.requestId(), dueBefore) == 1) {
                    taken.add(key);
                }
            }
            return taken;
        });
    }

    /**
     * Removes ended requests, with their history, and other notes that nobody touched since then; at most {@code most}
     * each.
     */
    public int prune(long untouchedSince, int most) {
        return database.write(sql -> {
            List<Key> keys = sql.query(row -> new Key(row.getString(1), row.getString(2)),
                    "SELECT family, request_id FROM request WHERE final = 1 AND updated_at < ? LIMIT ?", untouchedSince,
                    most);
            for (Key key : keys) {
                sql.update("DELETE FROM journal WHERE family = ? AND request_id = ?", key.family(), key.requestId());
                sql.update("DELETE FROM act WHERE family = ? AND request_id = ?", key.family(), key.requestId());
                sql.update("DELETE FROM provider_order WHERE (provider, account, reference) IN (SELECT provider,"
                        + " account, provider_reference FROM request WHERE family = ? AND request_id = ?) AND"
                        + " family = ?"
                        + " AND request_id = ?", key.family(), key.requestId(), key.family(), key.requestId());
                sql.update("DELETE FROM request WHERE family = ? AND request_id = ?", key.family(), key.requestId());
            }
            int deliveries = sql.update("DELETE FROM delivery WHERE delivery IN"
                    + " (SELECT delivery FROM delivery WHERE at < ? LIMIT ?)", untouchedSince, most);
            int acts = sql.update("DELETE FROM act WHERE step_id IN (SELECT step_id FROM act WHERE at < ?"
                    + " AND NOT EXISTS (SELECT 1 FROM request WHERE request.family = act.family"
                    + " AND request.request_id = act.request_id) LIMIT ?)", untouchedSince, most);
            return Math.max(keys.size(), Math.max(deliveries, acts));
        });
    }

    /** The key of hashes, the same for every replica and start. */
    public String hashKey(String proposed) {
        return database.write(sql -> {
            sql.update("INSERT INTO hash_key (id, value) VALUES (1, ?) ON CONFLICT DO NOTHING", proposed);
            return sql.query(row -> row.getString(1), "SELECT value FROM hash_key WHERE id = 1").get(0);
        });
    }

    private static boolean allowed(Entry entry, Change change) {
        if (change.status() == null) {
            return false;
        }
        boolean known = entry.status() == Status.PENDING || entry.status() == Status.ACCEPTED;
        if (change.status() == Status.PENDING && known
                && Objects.equals(change.providerStatus(), entry.providerStatus())) {
            return false;
        }
        return (entry.status() == null ? Status.FIRST : entry.status().next()).contains(change.status());
    }

    /** Whether nobody is to ask about a request of this status any more. */
    private static boolean ends(@Nullable Status status) {
        return status != null && (status.isFinal() || status == Status.UNRESOLVED);
    }

    private static boolean insert(Sql sql, Entry claimed) throws SQLException {
        return sql.update("INSERT INTO request (family, request_id, provider, account, operation,"
                + " content_hash, document, envelope, claim, begun, final, sequence, not_found, created_at,"
                + " updated_at)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 0, 0, 0, ?, ?) ON CONFLICT DO NOTHING",
                claimed.key().family(), claimed.key().requestId(), claimed.provider(), claimed.account(),
                claimed.operation(), claimed.contentHash(), Json.write(claimed.document()),
                Json.write(claimed.envelope()), claimed.claim(), claimed.createdAt(), claimed.updatedAt()) == 1;
    }

    private static Optional<Recorded> recorded(Sql sql, String stepId) throws SQLException {
        return sql.query(row -> new Recorded(stepId, row.getInt("sequence"), row.getString("result"),
                row.getString("follow_up"), true), "SELECT * FROM journal WHERE step_id = ?", stepId).stream()
                .findFirst();
    }

    private static @Nullable String newest(Sql sql, Key key) throws SQLException {
        return sql.query(row -> row.getString(1), "SELECT result FROM journal WHERE family = ?"
                + " AND request_id = ? AND sequence > 0 ORDER BY sequence DESC LIMIT 1", key.family(), key.requestId())
                .stream().findFirst().orElse(null);
    }

    private static Optional<Entry> entry(Sql sql, Key key) throws SQLException {
        return sql.query(Entries::read, ENTRY, key.family(), key.requestId()).stream().findFirst();
    }

    private static final class Overtaken extends RuntimeException {

        Overtaken() {
            super(null, null, false, false);
        }
    }
}
