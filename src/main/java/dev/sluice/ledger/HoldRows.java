package dev.sluice.ledger;

import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Of what people hold back submissions: for every replica, and after a restart. */
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

    /**
     * Holds them back from now on, or not any more, and notes who wants that, once.
     *
     * @return false where nothing is noted, for what is to be released is not held; everything always can be
     */
    public boolean hold(Act act, HeldPlace place, boolean held) {
        return database.write(sql -> {
            boolean nothing = !held && !place.isEverything() && read(sql).of(place).isEmpty();
            if (nothing) {
                return !sql.query(row -> "", "SELECT 1 FROM act WHERE step_id = ?", act.stepId()).isEmpty();
            }
            if (ledger.note(sql, act) == 1) {
                write(sql, act, place, held);
            }
            return true;
        });
    }

    private void write(Sql sql, Act act, HeldPlace place, boolean held) throws SQLException {
        String which = place.isEverything() ? "submission_hold (id," : "account_hold (provider, account,";
        String key = place.isEverything() ? "id" : "provider, account";
        List<Object> values = new ArrayList<>(place.isEverything() ? List.of(1)
                : List.of(place.provider(), place.account()));
        values.addAll(List.of(act.stepId(), held ? 1 : 0, act.who(), act.why(), clock.millis()));
        sql.update("INSERT INTO " + which + " act, held, who, why, at) VALUES (" + "?, ".repeat(values.size() - 1)
                + "?) ON CONFLICT (" + key + ") DO UPDATE SET act = excluded.act, held = excluded.held,"
                + " who = excluded.who, why = excluded.why, at = excluded.at", values.toArray());
    }

    /** Of what they are held back now, and by whom. */
    public Holds holds() {
        return database.read(HoldRows::read);
    }

    static Holds read(Sql sql) throws SQLException {
        Map<HeldPlace, HeldBy> by = new HashMap<>();
        sql.query(row -> by.put(new HeldPlace(row.getString("provider"), row.getString("account")),
                new HeldBy(row.getString("who"), row.getString("why"), row.getLong("at"))),
                "SELECT '' AS provider, '' AS account, who, why, at FROM submission_hold WHERE id = 1 AND held = 1"
                        + " UNION ALL SELECT provider, account, who, why, at FROM account_hold WHERE held = 1");
        return new Holds(by);
    }

    /** The same of what one account submits. */
    static boolean areHeld(Sql sql, String provider, String account) throws SQLException {
        return read(sql).over(provider, account).isPresent();
    }
}
