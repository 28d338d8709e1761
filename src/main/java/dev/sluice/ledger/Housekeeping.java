package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What is done about many requests at once, beside all steps. */
public final class Housekeeping {

    private final Database database;
    private final Clock clock;

    public Housekeeping(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
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

    /** By what has not ended and by the first row of an index: what has ended costs nothing here, however much it is. */
    public Load load() {
        return database.read(sql -> {
            Map<String, Long> pending = new HashMap<>();
            sql.query(row -> pending.put(row.getString(1), row.getLong(2)), "SELECT provider, COUNT(*) FROM request"
                    + " WHERE final = 0 AND status IN ('ACCEPTED', 'PENDING') GROUP BY provider");
            List<Long> due = sql.query(row -> row.getLong(1), "SELECT ask_due FROM request WHERE ask_due IS NOT NULL"
                    + " ORDER BY ask_due LIMIT 1");
            return new Load(pending, due.isEmpty() ? null : due.get(0), database.bytes(sql));
        });
    }

    /** What has not ended, by whom it is for. */
    public List<OpenOf> open() {
        return database.read(sql -> sql.query(
                row -> new OpenOf(row.getString(1), row.getString(2), row.getString(3), row.getLong(4)),
                "SELECT provider, account, operation, COUNT(*) FROM request WHERE final = 0"
                        + " GROUP BY provider, account, operation ORDER BY provider, account, operation"));
    }

    /** One that has not ended and is of a tenant, where there is any. */
    public List<Key> openOfTenants() {
        return database.read(sql -> sql.query(row -> Key.named(row.getString(1), row.getString(2)),
                "SELECT family, request_id FROM request WHERE final = 0 AND request_id LIKE '%/%'"
                        + " ORDER BY request_id LIMIT 1"));
    }

    /**
     * Takes requests whose next ask is overdue, oldest first, and puts their next ask off so that no other replica
     * takes them.
     */
    public List<Key> takeOverdue(long dueBefore, long putOffTo, int most) {
        return database.write(sql -> {
            List<Key> keys = sql.query(row -> Key.named(row.getString(1), row.getString(2)),
                    "SELECT family, request_id FROM request WHERE ask_due < ? ORDER BY ask_due LIMIT ?", dueBefore,
                    most);
            List<Key> taken = new ArrayList<>();
            for (Key key : keys) {
                if (sql.update("UPDATE request SET ask_due = ? WHERE family = ? AND request_id = ?"
                        + " AND ask_due < ?", putOffTo, key.family(), key.name(), dueBefore) == 1) {
                    taken.add(key);
                }
            }
            return taken;
        });
    }

    /**
     * Removes ended requests, with their history, and other notes that nobody touched for as long as they are kept; at
     * most {@code most} of each family and of each kind of note; and what was counted of the days before.
     *
     * @return how many of that of which there were most
     */
    public int prune(Retention keep, long now, int most) {
        List<String> families = database.read(sql -> sql.query(row -> row.getString(1), Statements.FAMILIES
                + "SELECT family FROM f WHERE family IS NOT NULL"));
        int removed = 0;
        for (String family : families) {
            long untouchedSince = keep.before(family, now);
            removed = Math.max(removed, database.write(sql -> requests(sql, family, untouchedSince, most)));
        }
        return Math.max(removed, database.write(sql -> notes(sql, keep.before(now), most)));
    }

    /**
     * Removes the oldest of what was said to providers and heard from them before a time.
     *
     * @return whether there may be more of it
     */
    public boolean pruneExchanges(long before, int most) {
        return database.write(sql -> {
            // So few are of one moment that it may as well be all of them.
            List<Long> last = sql.query(row -> row.getLong(1), "SELECT at FROM exchange WHERE at < ? ORDER BY at"
                    + " LIMIT 1 OFFSET ?", before, most - 1);
            if (last.isEmpty()) {
                sql.update("DELETE FROM exchange WHERE at < ?", before);
            } else {
                sql.update("DELETE FROM exchange WHERE at <= ?", last.get(0));
            }
            return !last.isEmpty();
        });
    }

    /** When the newest of that was said of which there are so many younger ones; none where there are not. */
    public OptionalLong saidBeyond(long most) {
        return database.read(sql -> sql.query(row -> row.getLong(1),
                "SELECT at FROM exchange ORDER BY at DESC LIMIT 1 OFFSET ?", most)).stream()
                .mapToLong(Long::longValue).findFirst();
    }

    private static int requests(Sql sql, String family, long untouchedSince, int most) throws SQLException {
        List<Key> keys = sql.query(row -> Key.named(family, row.getString(1)), "SELECT request_id FROM request WHERE"
                + " family = ? AND final = 1 AND updated_at < ? ORDER BY updated_at LIMIT ?", family, untouchedSince,
                most);
        for (Key key : keys) {
            sql.update("DELETE FROM journal WHERE family = ? AND request_id = ?", key.family(), key.name());
            sql.update("DELETE FROM exchange WHERE family = ? AND request_id = ?", key.family(), key.name());
            // Younger ones, such as of who looked at it since, go with the notes once they were kept as long.
            sql.update("DELETE FROM act WHERE family = ? AND request_id = ? AND at < ?", key.family(), key.name(),
                    untouchedSince);
            sql.update("DELETE FROM provider_order WHERE (provider, account, reference) IN (SELECT provider,"
                    + " account, provider_reference FROM request WHERE family = ? AND request_id = ?) AND"
                    + " family = ?"
                    + " AND request_id = ?", key.family(), key.name(), key.family(), key.name());
            sql.update("DELETE FROM bulk_item WHERE family = ? AND request_id = ?", key.family(), key.name());
            sql.update("DELETE FROM request WHERE family = ? AND request_id = ?", key.family(), key.name());
        }
        return keys.size();
    }

    private static int notes(Sql sql, long untouchedSince, int most) throws SQLException {
        int deliveries = sql.update("DELETE FROM delivery WHERE delivery IN"
                + " (SELECT delivery FROM delivery WHERE at < ? LIMIT ?)", untouchedSince, most);
        // Before the acts that say who wanted and approved them.
        int bulks = bulks(sql, untouchedSince, most);
        int acts = sql.update("DELETE FROM act WHERE step_id IN (SELECT step_id FROM act WHERE at < ?"
                + " AND NOT EXISTS (SELECT 1 FROM bulk WHERE bulk.id = act.step_id)"
                + " AND NOT EXISTS (SELECT 1 FROM approval WHERE approval.ended_by = act.step_id)"
                + " AND NOT EXISTS (SELECT 1 FROM request WHERE request.family = act.family"
                + " AND request.request_id = act.request_id) LIMIT ?)", untouchedSince, most);
        sql.update("DELETE FROM refused_webhook WHERE at < ?", untouchedSince);
        sql.update("DELETE FROM daily_amount WHERE day < ?", TimeUnit.MILLISECONDS.toDays(untouchedSince));
        int marks = sql.isFile() ? 0 : sql.update(CommitMarks.FORGOTTEN, most);
        return Stream.of(deliveries, bulks, acts, marks).reduce(0, Math::max);
    }

    /** Acts in bulk once the last of their requests is gone, and their items with it: those say to look there why. */
    private static int bulks(Sql sql, long untouchedSince, int most) throws SQLException {
        int bulks = 0;
        // Those that stay for the sake of an open request are no reason to leave the others.
        for (String id : sql.query(row -> row.getString(1), "SELECT id FROM bulk WHERE at < ? AND NOT EXISTS (SELECT 1"
                + " FROM bulk_item WHERE bulk_item.bulk = bulk.id) ORDER BY at LIMIT ?", untouchedSince, most)) {
            int gone = sql.update("DELETE FROM bulk WHERE id = ? AND NOT EXISTS (SELECT 1 FROM bulk_item"
                    + " WHERE bulk_item.bulk = ?)", id, id);
            if (gone > 0) {
                sql.update("DELETE FROM approval WHERE bulk = ?", id);
            }
            bulks += gone;
        }
        return bulks;
    }
}
