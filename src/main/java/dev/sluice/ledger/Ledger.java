package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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

    /** As PostgreSQL says it; SQLite has one writer, which sees what is taken. */
    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;
    private final Clock clock;
    private final RunningPlan plan;
    private final LongSupplier day;

    /** One whose clock is believed. */
    public Ledger(Database database, Clock clock) {
        this(database, clock, new RunningPlan(clock), () -> TimeUnit.MILLISECONDS.toDays(clock.millis()));
    }

    /**
     * @param plan by which steps are done when they are recorded
     * @param day  which day (UTC, since 1970) an order counts for
     */
    Ledger(Database database, Clock clock, RunningPlan plan, LongSupplier day) {
        this.database = database;
        this.clock = clock;
        this.plan = plan;
        this.day = day;
    }

    /** Empty also for a key, or none, that no request can have. */
    public Optional<Entry> find(Key key) {
        return key == null || !key.isPossible() ? Optional.empty() : database.read(sql -> Statements.entry(sql, key));
    }

    /** The request whose order the provider knows by this number; empty also for one that no order can have. */
    public Optional<Entry> find(String family, String provider, String account, String orderNumber) {
        return !Key.isRequestId(orderNumber) ? Optional.empty()
                : database.read(sql -> Statements.numbered(sql, family, provider, account, orderNumber));
    }

    /** The request, and what this step recorded of it. */
    public Optional<Found> find(Key key, String stepId) {
        return !key.isPossible() ? Optional.empty() : database.read(sql -> Statements.entry(sql, key, stepId));
    }

    /** A request as a step finds it, with what that recorded before, if it did. */
    public record Found(Entry entry, Optional<Recorded> done) {
    }

    /** How a request stands; one read, whatever became of it. */
    public Optional<Standing> standing(Key key) {
        return !key.isPossible() ? Optional.empty() : database.read(sql -> {
            String newest = Statements.newest(sql, key);
            return newest == null && Statements.entry(sql, key).isEmpty() ? Optional.empty()
                    : Optional.of(new Standing(newest));
        });
    }

    /** @param newest the result that was published last, where there is one yet */
    public record Standing(@Nullable String newest) {
    }

    /** What this step recorded, empty where it is not done. */
    public Optional<Recorded> recorded(String stepId) {
        return database.read(sql -> Statements.recorded(sql, stepId));
    }

    /**
     * Claims a request for a step, or tells what stands against it. Which number the order has at its provider is decided
     * with the first claim, and stays.
     *
     * @param handed whether an earlier step handed the claim to this one, so that the row is there already
     */
    public Claim claim(Entry wanted, String stepId, boolean handed) {
        return claim(wanted, stepId, handed, null);
    }

    /**
     * The same.
     *
     * @param spending what the order comes to of its account's day, where that is counted: with the claim, or not at all
     */
    public Claim claim(Entry wanted, String stepId, boolean handed, @Nullable Spending spending) {
        while (true) {
            try {
                return tryToClaim(wanted, stepId, handed, spending);
            } catch (OverTheDay e) {
                return new Claim(Claim.Standing.OVER_THE_DAY, null, null, null);
            } catch (Overtaken e) {
                // What stood against it was pruned between our writing and reading.
            }
        }
    }

    /**
     * @throws Overtaken  where neither the request is there nor another with its number; then nothing is written
     * @throws OverTheDay the same, where the day has no room for it
     */
    private Claim tryToClaim(Entry wanted, String stepId, boolean handed, @Nullable Spending spending) {
        long today = spending == null ? 0 : day();
        return database.write(sql -> {
            // What is new is in no journal, so most claims are this one statement.
            Entry claimed = wanted.claimedBy(stepId, clock.millis());
            if (!handed && spending != null && !spending.mayFit(sql, today)
                    && Statements.entry(sql, wanted.key()).isEmpty()) {
                return new Claim(Claim.Standing.OVER_THE_DAY, null, null, null);
            }
            if (!handed && isFromBeforeTenants(sql, wanted.key())) {
                return new Claim(Claim.Standing.BEFORE_TENANTS, null, null, null);
            }
            if (!handed && Statements.insert(sql, claimed)) {
                if (spending != null && !spending.fits(sql, today)) {
                    throw new OverTheDay();
                }
                return new Claim(Claim.Standing.FRESH, claimed, null, null);
            }
            if (HoldRows.areHeld(sql, wanted.provider(), wanted.account())) {
                return new Claim(Claim.Standing.HELD_BACK, null, null, null);
            }
            Optional<Recorded> done = Statements.recorded(sql, stepId);
            if (done.isPresent()) {
                return new Claim(Claim.Standing.DONE, null, done.get(), null);
            }
            Key key = wanted.key();
            boolean begins = sql.update("UPDATE request SET begun = 1 WHERE family = ? AND request_id = ?"
                    + " AND claim = ? AND begun = 0 AND (status IS NULL OR status = 'UNKNOWN')", key.family(),
                    key.name(), stepId) == 1;
            if (!begins) {
                sql.update("UPDATE request SET begun = begun + 1" + Statements.OPEN_REQUEST + " AND claim = ?",
                        key.family(), key.name(), stepId);
            }
            Optional<Entry> there = Statements.entry(sql, key);
            if (there.isEmpty() && !handed) {
                if (!Statements.isAnothers(sql, wanted.key(), wanted.provider(), wanted.orderNumber())) {
                    throw new Overtaken();
                }
                return new Claim(Claim.Standing.NUMBERED_LIKE_ANOTHER, null, null, null);
            }
            Entry entry = there.orElseThrow();
            if (begins) {
                return new Claim(Claim.Standing.FRESH, entry, null, null);
            }
            // Whoever changed the row since the journal was read may have been another delivery of this step.
            done = Statements.recorded(sql, stepId);
            if (done.isPresent()) {
                return new Claim(Claim.Standing.DONE, null, done.get(), null);
            }
            if (entry.claim().equals(stepId)) {
                return new Claim(entry.isFinal() ? Claim.Standing.OVERTAKEN : Claim.Standing.REDELIVERED, entry, null,
                        null);
            }
            return handed ? new Claim(Claim.Standing.OVERTAKEN, entry, null, null)
                    : new Claim(Claim.Standing.DUPLICATE, entry, null, Statements.newest(sql, key));
        });
    }

    /**
     * Whether a tenant's request is not there, and one of this id is from before there were tenants: it may be just
     * that one, sent once more.
     */
    private static boolean isFromBeforeTenants(Sql sql, Key key) throws SQLException {
        return !key.tenant().isEmpty() && Statements.entry(sql, key).isEmpty()
                && Statements.entry(sql, new Key(key.family(), key.requestId())).isPresent();
    }

    /**
     * Records what a step found out, where the request is not final yet and its status allows it. A reference that is
     * kept is never replaced.
     *
     * @return what is now recorded for this step and to be published; empty where the request went on without it
     */
    public Optional<Recorded> record(Key key, String stepId, Change change) {
        return record(key, stepId, row -> change, null, null);
    }

    /**
     * The same, where what is to be recorded depends on the request's row as it is then.
     *
     * @param seen the row as the step saw it; it is read again only where something happened to it since
     */
    public Optional<Recorded> record(Entry seen, String stepId, Finding finding) {
        return record(seen, stepId, finding, null);
    }

    /**
     * The same.
     *
     * @param exchanged what the step said to its provider and heard, where that is kept: with what is recorded, or by
     *                  itself where the request has ended meanwhile
     */
    public Optional<Recorded> record(Entry seen, String stepId, Finding finding, @Nullable Exchanged exchanged) {
        if (!seen.isFinal()) {
            try {
                return Optional.of(database
                        .write(sql -> write(sql, new SeenRow(sql, seen), stepId, finding, null, exchanged)));
            } catch (Overtaken e) {
                // Another step was there, or another delivery of this one, or the order may be another request's.
            }
        }
        return record(seen.key(), stepId, finding, null, exchanged);
    }

    /**
     * Notes that a step ended with nothing to record, so that another delivery of it that is still under way finds that
     * out when it records.
     *
     * @return what that one recorded first, to be published; empty where it did not
     */
    public Optional<Recorded> pass(Key key, String stepId) {
        return database.write(sql -> {
            Optional<Recorded> done = Statements.recorded(sql, stepId);
            boolean other = done.isEmpty()
                    && sql.updates(journal(key, new Recorded(stepId, 0, null, null, false), null))[0] == 0;
            return other ? Statements.recorded(sql, stepId) : done;
        });
    }

    /**
     * Records how a person ends a request of which the provider did not tell, and who did it.
     *
     * @return what is now recorded and to be published; empty where there is nothing to decide: the provider has the
     *         request, or it ended, or it is under way; or its step is another act's; or it changed since it was
     *         selected for the act in bulk that this is a part of, whose item is refused then
     */
    public Optional<Recorded> decide(Act act, Change change) {
        return record(Objects.requireNonNull(act.key()), act.stepId(), row -> change, act, null);
    }

    private Optional<Recorded> record(Key key, String stepId, Finding finding, @Nullable Act act,
            @Nullable Exchanged exchanged) {
        while (true) {
            try {
                return tryToRecord(key, stepId, finding, act, exchanged);
            } catch (Overtaken e) {
                // Another replica recorded between our reading and writing: what it left is looked at anew.
            }
        }
    }

    private Optional<Recorded> tryToRecord(Key key, String stepId, Finding finding, @Nullable Act act,
            @Nullable Exchanged exchanged) {
        return database.write(sql -> {
            if (act != null && act.part() != null) {
                lock(sql, key);
            }
            // What was noted, or changed the row, before it was read is in the journal by now; the other way round it
            // might not be.
            boolean noted = act != null && BulkRows.isNoted(sql, act);
            Optional<Entry> found = Statements.entry(sql, key);
            Optional<Recorded> done = Statements.recorded(sql, stepId);
            if (done.isPresent()) {
                return done;
            }
            if (found.isPresent() && found.get().isFinal() && exchanged != null) {
                // As where a webhook was faster than the answer: it changes nothing, and is there to be looked at.
                sql.updates(Statements.exchange(key, stepId, exchanged));
            }
            if (found.isEmpty() || found.get().isFinal() || noted
                    || act != null && !mayDecide(sql, act, found.get())) {
                return Optional.<Recorded>empty();
            }
            return Optional.of(write(sql, new Row(sql, found.get()), stepId, finding, act, exchanged));
        });
    }

    private boolean mayDecide(Sql sql, Act act, Entry entry) throws SQLException {
        Act.Part part = act.part();
        return entry.mayBeDecided(clock.millis()) && (part == null || BulkRows.isAsSelected(sql, part, entry.key()));
    }

    /**
     * Writes the row, the journal and what is noted together.
     *
     * @throws Overtaken where the row is not as it was seen any more, or what it takes is taken, or the step is in the
     *                   journal; then nothing is written
     */
    private Recorded write(Sql sql, Row row, String stepId, Finding finding, @Nullable Act act,
            @Nullable Exchanged exchanged) throws SQLException {
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
        together.add(Statements.change(seen, change, status, sequence, clock.millis()));
        together.add(journal(seen.key(), recorded, status));
        // What cannot be noted of who decided it is not decided.
        Stream.ofNullable(act).flatMap(this::noting).forEach(together::add);
        int needed = together.size();
        Stream.ofNullable(heard.word()).flatMap(this::noting).forEach(together::add);
        if (exchanged != null) {
            together.add(Statements.exchange(seen.key(), stepId, exchanged));
        }
        int[] written = written(sql, together);
        if (IntStream.of(written).limit(needed).anyMatch(rows -> rows == 0)) {
            throw new Overtaken();
        }
        return recorded;
    }

    /** Where a request goes elsewhere, another one may take its number there at the same moment. */
    private static int[] written(Sql sql, List<Sql.Update> together) throws SQLException {
        try {
            return sql.updates(together.toArray(Sql.Update[]::new));
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw new Overtaken();
            }
            throw e;
        }
    }

    /**
     * Keeps what was heard of a request that is open, and its reference; no step is done by that.
     *
     * @return false where it has ended, and nothing was kept
     */
    public boolean hear(Key key, Finding finding) {
        return database.write(sql -> {
            Optional<Entry> open = Statements.entry(sql, key).filter(entry -> !entry.isFinal());
            if (open.isEmpty()) {
                return false;
            }
            Change change = finding.of(new Row(sql, open.get()));
            boolean kept = sql.update(
                    "UPDATE request SET provider_reference = COALESCE(provider_reference, ?),"
                            + " known = CASE WHEN ? = 1 THEN 1 ELSE known END" + Statements.OPEN_REQUEST,
                    change.reference(), change.heard().known() ? 1 : 0, key.family(), key.name()) == 1;
            Act word = change.heard().word();
            if (kept && word != null) {
                note(sql, word);
            }
            return kept;
        });
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
            lock(sql, key);
            List<String> heard = sql.query(row -> row.getString(1), "SELECT step_id FROM act WHERE family = ?"
                    + " AND request_id = ? AND act = ? AND why = ?", key.family(), key.name(), Act.WORD,
                    word.why());
            return heard.isEmpty() ? note(sql, word) == 1 : heard.contains(word.stepId());
        });
    }

    /** From here on nobody else changes the request, or hears of it what is not seen here. */
    static void lock(Sql sql, Key key) throws SQLException {
        sql.update("UPDATE request SET final = final WHERE family = ? AND request_id = ?", key.family(), key.name());
    }

    /** Which day (UTC, days since 1970) an order that is claimed now counts for; may look in the ledger for it. */
    public long day() {
        return day.getAsLong();
    }

    /** Whether a person ended it. */
    public boolean isDecided(Key key) {
        return !database.read(sql -> sql.query(row -> row.getString(1), "SELECT step_id FROM act WHERE"
                + " family = ? AND request_id = ? AND act = 'resolve'", key.family(), key.name())).isEmpty();
    }

    private Sql.Update journal(Key key, Recorded recorded, @Nullable Status status) {
        return Statements.journal(key, recorded, status, clock.millis(), plan.mark());
    }

    /** First the act; then, where it is a part of another, that this part is done. */
    private Stream<Sql.Update> noting(Act act) {
        return noting(act, clock.millis());
    }

    private static Stream<Sql.Update> noting(Act act, long at) {
        return Stream.of(Statements.note(act, at), act.part() == null ? null : Statements.done(act))
                .filter(Objects::nonNull);
    }

    int note(Sql sql, Act act) throws SQLException {
        return sql.updates(noting(act, at(sql, act)).toArray(Sql.Update[]::new))[0];
    }

    /**
     * When an act is noted. Replicas have clocks of their own, and yet a provider's word is later than what people had
     * noted of its request, and what they note is not earlier than the words that are there.
     */
    private long at(Sql sql, Act act) throws SQLException {
        Key key = act.noted();
        boolean word = act.act().equals(Act.WORD);
        if (key == null || !word && !act.act().equals(Act.NOTE)) {
            return clock.millis();
        }
        lock(sql, key);
        long newest = sql.query(row -> row.getLong(1), "SELECT COALESCE(MAX(at), 0) FROM act WHERE family = ?"
                + " AND request_id = ? AND act = ?", key.family(), key.name(), word ? Act.NOTE : Act.WORD).get(0);
        return Math.max(clock.millis(), word ? newest + 1 : newest);
    }

    /**
     * Notes when the provider is to be asked next, what it just said, and whether that it has no such order.
     *
     * @return false where the request has ended, and nothing was noted
     */
    public boolean asked(Key key, @Nullable Long askDue, boolean notFound, @Nullable String said) {
        return asked(key, "", Change.NOTHING.askedAt(askDue).hearing(new Heard(false, Set.of(), said, null)), notFound,
                null);
    }

    /**
     * The same, of a step that heard nothing new.
     *
     * @param change    when the provider is to be asked next and what it said; where it has a status, that of an order
     *                  which is known to be at work, and by which word: nothing is noted where it is not any more
     * @param exchanged what the step said to its provider and heard, where that is kept, whether or not anything is noted;
     *                  it takes the place of what such a step said before, so that asking for long does not fill the ledger
     */
    public boolean asked(Key key, String stepId, Change change, boolean notFound, @Nullable Exchanged exchanged) {
        Sql.Update noting = Statements.asked(key, change, notFound, clock.millis());
        Sql.Update[] together = exchanged == null ? new Sql.Update[]{noting}
                : new Sql.Update[]{noting, Statements.forgetAsked(key), Statements.exchange(key, stepId, exchanged)};
        return database.write(sql -> sql.updates(together)[0] == 1);
    }

    /** Whether this step is the first to bring a delivery; also true when the same step comes back with it. */
    public boolean firstDelivery(Delivered one) {
        long now = clock.millis();
        return database.write(sql -> {
            sql.update(
                    "INSERT INTO delivery (delivery, step_id, at, provider, account, sort, event, family, request_id,"
                            + " times, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?) ON CONFLICT (delivery) DO UPDATE SET"
                            + " times = COALESCE(delivery.times, 1) + CASE WHEN delivery.step_id = excluded.step_id THEN 0"
                            + " ELSE 1 END, last_at = excluded.last_at, family = CASE WHEN delivery.step_id ="
                            + " excluded.step_id THEN COALESCE(delivery.family, excluded.family) ELSE"
                            + " delivery.family END, request_id = CASE WHEN delivery.step_id = excluded.step_id THEN"
                            + " COALESCE(delivery.request_id, excluded.request_id) ELSE delivery.request_id END",
                    one.delivery(), one.stepId(), now, one.provider(), one.account(), one.sort(), one.event(),
                    one.key() == null ? null : one.key().family(), one.key() == null ? null : one.key().name(), now);
            return sql.query(row -> row.getString(1), "SELECT step_id FROM delivery WHERE delivery = ?", one.delivery())
                    .contains(one.stepId());
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
        return change.status() != null && !entry.isStillAtWork(change)
                && (entry.status() == null ? Status.FIRST : entry.status().next()).contains(change.status());
    }

    /** Others took the room since it was looked at; with it goes the claim that it was counted with. */
    private static final class OverTheDay extends RuntimeException {

        OverTheDay() {
            super(null, null, false, false);
        }
    }

    private static final class Overtaken extends RuntimeException {

        Overtaken() {
            super(null, null, false, false);
        }
    }
}
