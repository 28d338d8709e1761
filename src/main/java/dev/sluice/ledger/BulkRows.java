package dev.sluice.ledger;

import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Acts in bulk, as Sluice carries them out. */
public final class BulkRows {

    private static final int BATCH = 500;
    private static final String ANOTHERS = "the step is another act's";
    private static final String REFUSE = "UPDATE bulk_item SET state = 'REFUSED', said = ? WHERE bulk = ? AND nth = ?"
            + " AND state = 'WAITING'";

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;

    public BulkRows(Database database, Ledger ledger, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /**
     * Selects the requests and notes who wants what done about them, once.
     *
     * @param  status how they are to end, where they are to
     * @return        why nothing was noted: how what is selected differs from what was seen, or that the step is noted
     *                for another act. Empty where it was
     */
    public String begin(Act act, @Nullable Status status, Selection selection, int rate) {
        return database.write(sql -> begin(sql, act, act, status, selection, rate));
    }

    /**
     * The same.
     *
     * @param noted as what the act is noted
     */
    String begin(Sql sql, Act act, Act noted, @Nullable Status status, Selection selection, int rate)
            throws SQLException {
        if (BulkView.find(sql, act.stepId()).isPresent()) {
            return again(sql, noted);
        }
        List<Selected> found = LedgerReader.select(sql, selection.search(), selection.at());
        String difference = selection.difference(act, status, found);
        return difference.isEmpty() ? insert(sql, act, noted, status, found, rate) : difference;
    }

    /** The same of what was selected already. */
    String insert(Sql sql, Act act, Act noted, @Nullable Status status, List<Selected> found, int rate)
            throws SQLException {
        if (ledger.note(sql, noted) == 0) {
            return ANOTHERS;
        }
        sql.update("INSERT INTO bulk (id, act, status, items, rate, chain, reached, stopped, at)"
                + " VALUES (?, ?, ?, ?, ?, ?, 0, 0, ?)", act.stepId(), act.act(),
                status == null ? null : status.name(), found.size(), rate, act.stepId(), clock.millis());
        items(sql, act.stepId(), found);
        return "";
    }

    private static void items(Sql sql, String bulk, List<Selected> found) throws SQLException {
        List<Sql.Update> updates = new ArrayList<>();
        for (int nth = 0; nth < found.size(); nth++) {
            Selected one = found.get(nth);
            updates.add(new Sql.Update("INSERT INTO bulk_item (bulk, nth, family, request_id, sequence, provider,"
                    + " account, status, claim, begun, known, provider_reference, told, state)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'WAITING')", bulk, nth, one.key().family(),
                    one.key().name(), one.sequence(), one.provider(), one.account(),
                    one.status() == null ? null : one.status().name(), one.claim(), one.begun(),
                    one.known() ? 1 : 0, one.reference(), one.told()));
            if (updates.size() == BATCH || nth == found.size() - 1) {
                sql.updates(updates.toArray(Sql.Update[]::new));
                updates.clear();
            }
        }
    }

    /** The act; who wants it is not asked again. */
    public Optional<Bulk> find(String id) {
        return database.read(sql -> BulkView.find(sql, id));
    }

    /** Those from one place up to before another. */
    public List<BulkItem> items(String bulk, int from, int to) {
        return database.read(sql -> BulkView.items(sql, bulk, from, to));
    }

    /** The place of the first that waits; nothing where none does. */
    private static Optional<Integer> firstWaiting(Sql sql, String bulk) throws SQLException {
        return sql.query(row -> row.getInt(1), "SELECT nth FROM bulk_item WHERE bulk = ? AND state = 'WAITING'"
                + " ORDER BY nth LIMIT 1", bulk).stream().findFirst();
    }

    /**
     * Whether a message of an act goes on. Of the chain that started it last only the first that comes to each place
     * does, and not once that has come further: what others were to send has left, or is sent by that one. Of chains
     * before all do.
     *
     * @param from  its place
     * @param token tells it from all others
     */
    public boolean reaches(String bulk, String chain, int from, String token) {
        return database.write(sql -> {
            sql.update("UPDATE bulk SET reached = ?, token = ? WHERE id = ? AND chain = ?"
                    + " AND (reached < ? OR reached = ? AND token IS NULL)", from, token, bulk, chain, from, from);
            return !sql.query(row -> row.getString(1), "SELECT id FROM bulk WHERE id = ?"
                    + " AND (chain <> ? OR reached = ? AND token = ?)", bulk, chain, from, token).isEmpty();
        });
    }

    /** Notes why one that waits is not done. */
    public void refuse(BulkItem item, String said) {
        database.write(sql -> sql.update(REFUSE, said, item.bulk(), item.nth()));
    }

    /**
     * Whether an item waits, its request is as it was when it was selected, and the provider said nothing of it since;
     * else it is refused.
     */
    static boolean isAsSelected(Sql sql, Act.Part part, Key key) throws SQLException {
        List<Selected> waits = sql.query(Selected::read, "SELECT * FROM bulk_item WHERE bulk = ? AND nth = ?"
                + " AND state = 'WAITING'", part.bulk(), part.nth());
        boolean same = Selected.of(sql, key).filter(waits::contains).isPresent();
        if (!same) {
            sql.update(REFUSE, "it changed since it was selected", part.bulk(), part.nth());
        }
        return same;
    }

    /**
     * Has no more be done of it, and notes who wants that, once.
     *
     * @return why nothing was noted; empty where it was
     */
    public String stop(Act act, String bulk) {
        return once(act, sql -> sql.update("UPDATE bulk SET stopped = 1 WHERE id = ?", bulk));
    }

    /** Has no more be done of what one person began alone, as nobody may go on with it, and notes that once. */
    public void halt(String bulk) {
        Act halt = new Act(halting(bulk), null, Act.BULK_STOP, "sluice",
                "it takes two people now, and it began with one", Json.write(Json.object().put("bulk", bulk)));
        database.write(sql -> {
            ledger.note(sql, halt);
            return sql.update("UPDATE bulk SET stopped = 1 WHERE id = ?", bulk);
        });
    }

    /** The step by which it is noted that an act is halted. */
    static String halting(String bulk) {
        return bulk + "-halt";
    }

    /**
     * Has what waits of it be done by this act, and notes who wants that, once.
     *
     * @param  back how many before the first that waits are looked at as well
     * @return      why nothing was noted; empty where it was
     */
    public String resume(Act act, Bulk bulk, int back) {
        return once(act, sql -> sql.update("UPDATE bulk SET stopped = 0, chain = ?, reached = ?, token = NULL"
                + " WHERE id = ?", act.stepId(),
                Math.max(0, firstWaiting(sql, bulk.id()).orElse(bulk.items()) - back), bulk.id()));
    }

    private String once(Act act, Database.Work<Integer> change) {
        return database.write(sql -> {
            if (ledger.note(sql, act) == 0) {
                return again(sql, act);
            }
            change.on(sql);
            return "";
        });
    }

    /** Whether anything is noted of the act's step. */
    static boolean isNoted(Sql sql, Act act) throws SQLException {
        return !sql.query(row -> "", "SELECT 1 FROM act WHERE step_id = ?", act.stepId()).isEmpty();
    }

    /** Empty where what is noted of the step is just this act, which comes back. */
    static String again(Sql sql, Act act) throws SQLException {
        Key key = act.noted();
        return sql.query(row -> act.act().equals(row.getString(1)) && act.who().equals(row.getString(2))
                && Objects.equals(act.detail(), row.getString(3))
                && Objects.equals(key == null ? null : key.family(), row.getString(4))
                && Objects.equals(key == null ? null : key.name(), row.getString(5)),
                "SELECT act, who, detail, family, request_id FROM act WHERE step_id = ?", act.stepId())
                .contains(true) ? "" : ANOTHERS;
    }
}
