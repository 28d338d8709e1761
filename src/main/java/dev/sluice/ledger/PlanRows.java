package dev.sluice.ledger;

import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Which plan the replicas are to run, and which each of them runs. */
public final class PlanRows {

    /** So long a replica that is gone is still told of. */
    static final Duration KEPT = Duration.ofDays(1);

    private static final String WANTED = "SELECT * FROM wanted_plan WHERE id = 1";
    private static final String REPLICAS = "SELECT * FROM replica ORDER BY name";

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;

    public PlanRows(Database database, Ledger ledger, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Whether the ledger answers at the moment; all of these wait for it where it does not. */
    public boolean areThere() {
        return database.absence() == null;
    }

    /** Wants a plan from now on, and notes who does, once. */
    public void want(Act act, PlanMark plan, boolean leaveOpen) {
        database.write(sql -> ledger.note(sql, act) == 0 ? 0 : sql.update(
                "INSERT INTO wanted_plan (id, act, plan, leave_open, who, why, at) VALUES (1, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET act = excluded.act, plan = excluded.plan,"
                        + " leave_open = excluded.leave_open, who = excluded.who, why = excluded.why,"
                        + " at = excluded.at",
                act.stepId(), plan.text(), leaveOpen ? 1 : 0, act.who(), act.why(), clock.millis()));
    }

    /** The plan that is wanted, where one ever was. */
    public Optional<Wanted> wanted() {
        return database.read(PlanRows::wanted);
    }

    /** A replica says what it runs; those that are gone for a day are forgotten. */
    public void report(Replica replica) {
        Refusal refusal = replica.refusal().orElse(null);
        database.write(sql -> {
            sql.update("DELETE FROM replica WHERE seen_at < ?", replica.seen() - KEPT.toMillis());
            return sql.update("INSERT INTO replica (name, running, since, folder, act, standing, said, refused_plan,"
                    + " refused_at, refusal, seen_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (name) DO UPDATE SET running = excluded.running, since = excluded.since,"
                    + " folder = excluded.folder, act = excluded.act, standing = excluded.standing,"
                    + " said = excluded.said, refused_plan = excluded.refused_plan, refused_at = excluded.refused_at,"
                    + " refusal = excluded.refusal, seen_at = excluded.seen_at",
                    replica.name(), replica.running().text(), replica.since(), replica.folder(), replica.act(),
                    replica.standing().name(), replica.said(), refusal == null ? null : refusal.plan().text(),
                    Sql.number(refusal == null ? null : Long.valueOf(refusal.at())),
                    refusal == null ? null : refusal.lines(), replica.seen());
        });
    }

    /** A replica ends, and is told of no more. */
    public void leave(String name) {
        database.write(sql -> sql.update("DELETE FROM replica WHERE name = ?", name));
    }

    /** What is wanted and what all replicas said last, by their names. */
    public PlanView view() {
        return database.read(PlanRows::view);
    }

    static PlanView view(Sql sql) throws SQLException {
        return new PlanView(wanted(sql), sql.query(PlanRows::replica, REPLICAS));
    }

    private static Optional<Wanted> wanted(Sql sql) throws SQLException {
        return sql.query(row -> new Wanted(row.getString("act"), new PlanMark(row.getString("plan")),
                row.getInt("leave_open") == 1, row.getString("who"), row.getString("why"), row.getLong("at")), WANTED)
                .stream().findFirst();
    }

    private static Replica replica(ResultSet row) throws SQLException {
        String refused = row.getString("refused_plan");
        return new Replica(row.getString("name"), new PlanMark(row.getString("running")), row.getLong("since"),
                row.getString("folder"), row.getString("act"), Standing.valueOf(row.getString("standing")),
                row.getString("said"), refused == null ? Optional.empty()
                        : Optional.of(new Refusal(new PlanMark(refused), row.getLong("refused_at"),
                                row.getString("refusal"))),
                row.getLong("seen_at"));
    }
}
