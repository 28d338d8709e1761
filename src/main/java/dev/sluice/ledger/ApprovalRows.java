package dev.sluice.ledger;

import dev.sluice.outcome.Status;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What waits until a second person approves it: an act in bulk, of one request or many, that nothing begins before. Its
 * rules are checked by the model of the step protocol.
 */
public final class ApprovalRows {

    /** How long it can be approved. */
    public static final Duration TIME = Duration.ofHours(24);

    private final Database database;
    private final Ledger ledger;
    private final BulkRows bulks;
    private final Clock clock;

    public ApprovalRows(Database database, Ledger ledger, BulkRows bulks, Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.bulks = bulks;
        this.clock = clock;
    }

    /**
     * Selects the requests and notes who wants them resolved, once.
     *
     * @return why nothing was noted, as {@link BulkRows#begin} says it; empty where it was
     */
    public String want(Act act, Status status, Selection selection, int rate) {
        return database.write(
                sql -> waiting(sql, act, bulks.begin(sql, act, wanted(act), status, selection, rate)));
    }

    /**
     * Notes with how it stands who wants one request resolved, once.
     *
     * @param  undecidable why it cannot be, where it cannot; it can be wanted once at a time
     * @return             why nothing was noted; empty where it was
     */
    public String want(Act act, Status status, String undecidable) {
        return database.write(sql -> {
            Key key = Objects.requireNonNull(act.key());
            // Whoever wants it at the same time waits here, also another delivery of this, and so does what changes it.
            Ledger.lock(sql, key);
            if (BulkView.find(sql, act.stepId()).isPresent()) {
                return waiting(sql, act, BulkRows.again(sql, wanted(act)));
            }
            long at = clock.millis();
            if (Statements.entry(sql, key).filter(entry -> entry.mayBeDecided(at)).isEmpty()) {
                return undecidable;
            }
            List<Wish> there = new BulkView(sql).waiting(key.family(), key.name(), at);
            if (!there.isEmpty()) {
                return already(there.get(0).bulk());
            }
            List<Selected> selected = Selected.of(sql, key).stream().toList();
            return waiting(sql, act, bulks.insert(sql, act, wanted(act), status, selected, 1));
        });
    }

    /**
     * Whether an act waits for a second person, as it was noted when it came first; empty where nothing was. So does
     * one whose step is another act's, for whoever sends it chooses that: nothing is noted of it as wanted then.
     */
    public Optional<Boolean> isWaitedFor(Act act) {
        return database.read(sql -> BulkRows.isNoted(sql, act) ? Optional.of(!BulkRows.again(sql, act).isEmpty())
                : Optional.empty());
    }

    /** Whether anything is noted of the act's step. */
    public boolean isNoted(Act act) {
        return database.read(sql -> BulkRows.isNoted(sql, act));
    }

    /** Two who want the same are no two who agree. */
    private static String already(Bulk bulk) {
        int others = bulk.items() - 1;
        if (others > 0) {
            return bulk.who() + " wants it and " + others + (others == 1 ? " other" : " others") + " resolved as "
                    + bulk.status() + " already: look at them first, ./sluice orders bulk report " + bulk.id();
        }
        return bulk.who() + " wants it resolved as " + bulk.status() + " already: ./sluice orders approve " + bulk.id()
                + " has that done, and ./sluice orders withdraw " + bulk.id() + " forgotten";
    }

    /** Nothing is resolved yet. */
    private static Act wanted(Act act) {
        return new Act(act.stepId(), act.key(), Act.WANT, act.who(), act.why(), act.detail());
    }

    private String waiting(Sql sql, Act act, String refused) throws SQLException {
        if (refused.isEmpty() && sql.update("INSERT INTO approval (bulk, state, until_at) VALUES (?, ?, ?)"
                + " ON CONFLICT DO NOTHING", act.stepId(), Approval.State.WAITING.name(),
                clock.millis() + TIME.toMillis()) == 1) {
            sql.update("UPDATE bulk SET stopped = 1 WHERE id = ?", act.stepId());
        }
        return refused;
    }

    /**
     * Has it be done by this act, of another person than who wants it, once.
     *
     * @return why nothing was noted; empty where it was
     */
    public String approve(Act act, String id) {
        return end(act, id, Approval.State.APPROVED);
    }

    /**
     * Has nothing be done of it, once.
     *
     * @return why nothing was noted; empty where it was
     */
    public String withdraw(Act act, String id) {
        return end(act, id, Approval.State.WITHDRAWN);
    }

    private String end(Act act, String id, Approval.State state) {
        return database.write(sql -> {
            // Whoever ends it at the same time waits here for what the other did.
            sql.update("UPDATE approval SET state = state WHERE bulk = ?", id);
            if (BulkRows.isNoted(sql, act)) {
                return BulkRows.again(sql, act);
            }
            String refused = refusal(sql, act, id, state);
            if (!refused.isEmpty()) {
                return refused;
            }
            if (ledger.note(sql, act) == 0) {
                return BulkRows.again(sql, act);
            }
            sql.update("UPDATE approval SET state = ?, ended_by = ? WHERE bulk = ?", state.name(), act.stepId(), id);
            if (state == Approval.State.APPROVED) {
                sql.update("UPDATE bulk SET stopped = 0, chain = ?, reached = 0, token = NULL WHERE id = ?",
                        act.stepId(), id);
            }
            return "";
        });
    }

    private String refusal(Sql sql, Act act, String id, Approval.State state) throws SQLException {
        Optional<Bulk> found = BulkView.find(sql, id);
        Approval approval = found.map(Bulk::approval).orElse(null);
        if (found.isEmpty() || approval == null) {
            return "the ledger knows nothing of the id " + id + " that has to be approved";
        }
        if (approval.state() != Approval.State.WAITING) {
            boolean approved = approval.state() == Approval.State.APPROVED;
            return approval.who() + (approved ? " approved" : " withdrew") + " it already"
                    + (approved && state == Approval.State.WITHDRAWN
                            ? "; ./sluice orders bulk stop " + id + " has no more of it done" : "");
        }
        if (!approval.waits(clock.millis())) {
            return "it was not approved within " + TIME.toHours() + " hours, and ended so";
        }
        if (state == Approval.State.WITHDRAWN) {
            return "";
        }
        Bulk bulk = found.get();
        return bulk.who().equals(act.who()) ? bulk.who() + " wants it, and somebody else has to approve it"
                : bulk.items() == 1 && BulkView.isChanged(sql, BulkView.items(sql, id, 0, 1))
                        ? "it changed since it was wanted; withdraw it, look at the request, and resolve it anew" : "";
    }
}
