package dev.sluice.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;

/** Whether people hold back all submissions: for every replica, and after a restart. */
public final class HoldRows {

    private final Database database;
    private final Ledger ledger;
    private final Clock clock;

    public HoldRows(Database database, Ledger ledger, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Whether the ledger answers at the moment; all of these wait for it where it does not. */
    public boolean areThere() {
        return database.absence() == null;
    }

    /** Holds them back from now on, or not any more, and notes who wants that, once. */
    public void hold(Act act, boolean held) {
        database.write(sql -> ledger.note(sql, act) == 0 ? 0 : sql.update(
                "INSERT INTO submission_hold (id, act, held, who, why, at) VALUES (1, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET act = excluded.act, held = excluded.held,"
                        + " who = excluded.who, why = excluded.why, at = excluded.at",
                act.stepId(), held ? 1 : 0, act.who(), act.why(), clock.millis()));
    }

    /** Who holds them back now, where somebody does. */
    public Optional<HeldBy> held() {
        return database.read(HoldRows::held);
    }

    static Optional<HeldBy> held(Sql sql) throws SQLException {
        return sql.query(row -> new HeldBy(row.getString("who"), row.getString("why"), row.getLong("at")),
                "SELECT * FROM submission_hold WHERE id = 1 AND held = 1").stream().findFirst();
    }
}
