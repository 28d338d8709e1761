package dev.sluice.ledger;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A ledger of a test, in memory or where a Sluice has its data. */
public final class GivenLedger extends OneConnection {

    public GivenLedger() throws SQLException {
    }

    private GivenLedger(String url) throws SQLException {
        super(url);
    }

    /** A ledger as a Sluice makes it that has its data in this folder. */
    public static GivenLedger in(Path data) throws SQLException {
        return new GivenLedger(LedgerDatabase.sqliteUrl(data));
    }

    public Ledger ledger(Clock clock) {
        return new Ledger(this, clock);
    }

    /** One whose steps are done by this plan. */
    public Ledger ledger(Clock clock, PlanMark plan) {
        RunningPlan running = new RunningPlan(clock);
        running.runs(plan);
        return new Ledger(this, clock, running, () -> TimeUnit.MILLISECONDS.toDays(clock.millis()));
    }

    public PlanRows planRows(Clock clock) {
        return new PlanRows(this, ledger(clock), clock);
    }

    /** Which ledger it is, as brokers are marked with it; a ledger of one process. */
    public Identity identity() {
        String value = write(Identity::of);
        return new Identity(() -> value, "the ledger in data", true, this);
    }

    /** The same of a ledger that was not reached yet. */
    public Identity unreached() {
        return new Identity(() -> null, "the ledger in data", true, this);
    }

    /** What is counted of each account's day, such as {@code hambit/default BRL 100}. */
    public List<String> daily() {
        return read(sql -> sql.query(row -> row.getString(1), "SELECT provider || '/' || account || ' ' || unit || ' '"
                + " || amount FROM daily_amount ORDER BY 1"));
    }

    /** Takes a person out of a request, long after; how many there are now without. */
    public int erase(String person, Key key) {
        return write(sql -> Erasure.of(sql, new Person(person, null), List.of(key), "ana", "why",
                Instant.now().plus(Erasure.SETTLING).toEpochMilli())).erased();
    }

    /** What somebody does to it who needs no Sluice for that. */
    public void act(String statement) {
        write(sql -> sql.update(statement));
    }

    /** As a version left it that knew no holds. */
    public void withoutHolds() {
        write(sql -> sql.update("DROP TABLE submission_hold"));
    }

    /** A request as it is selected for an act in bulk now. */
    public Selected selected(Key key) {
        return read(sql -> Selected.of(sql, key)).orElseThrow();
    }

    /** The first column of what a query tells. */
    public List<String> texts(String query) {
        return read(sql -> sql.query(row -> row.getString(1), query));
    }

    /** What people did and the provider said about a request, oldest first. */
    public List<String> words(Key key) {
        return read(sql -> sql.query(row -> row.getString(1),
                "SELECT why FROM act WHERE family = ? AND request_id = ? ORDER BY at, step_id", key.family(),
                key.requestId()));
    }
}
