package dev.sluice.people;

import dev.sluice.broker.BrokerRole;
import dev.sluice.broker.BrokerUsers;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.ApprovalRows;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.BulkItem;
import dev.sluice.ledger.BulkRows;
import dev.sluice.ledger.Entry;
import dev.sluice.outcome.Status;
import dev.sluice.step.BulkStep;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Has what resolves orders wait until a second person approves it, where one is not enough. */
@Singleton
class Approvals {

    private static final String NOTHING_DONE = "nothing was done: ";

    private final ApprovalRows rows;
    private final BulkRows bulks;
    private final Letters letters;
    private final Decidable decidable;
    private final BrokerUsers users;
    private final boolean second;

    /** @param people how many it takes */
    Approvals(ApprovalRows rows, BulkRows bulks, Letters letters, Decidable decidable, BrokerUsers users,
            @ConfigProperty(name = "sluice.people.approvals") int people) {
        this.rows = rows;
        this.bulks = bulks;
        this.letters = letters;
        this.decidable = decidable;
        this.users = users;
        this.second = people > 1;
    }

    /** Whether one person is not enough to resolve anything. */
    boolean areNeeded() {
        return second;
    }

    /**
     * Whether what is asked for waits for a second person. Of what comes back it is as it was when it came first: the
     * setting may have been another then, and what was done with it may not have left yet.
     */
    boolean areNeeded(Demand demand) {
        return demand.status() != null && rows.isWaitedFor(demand.act()).orElse(second);
    }

    /** Why it is not noted as wanted, where it is not. */
    @Nullable
    String want(Demand demand, Entry entry) {
        Act act = demand.act();
        return isNobody(act) ? nobody(act) : refused(rows.want(act, end(demand), decidable.undecided(entry)));
    }

    /** The same of many. */
    @Nullable
    String want(Demand demand, BulkDemand many) {
        Act act = demand.act();
        return isNobody(act) ? nobody(act) : refused(rows.want(act, end(demand), many.selection(), many.rate()));
    }

    private static Status end(Demand demand) {
        return Objects.requireNonNull(demand.status());
    }

    /** What came of it, for who wants it. */
    static String told(Act act) {
        return "it waits until another operator approves it, at most " + ApprovalRows.TIME.toHours()
                + " hours: ./sluice orders approve " + act.stepId() + " --by NAME --why TEXT";
    }

    /** Why it is not approved, or withdrawn, where it is not; else what begins it once it is approved is added. */
    @Nullable
    String end(Act act, String id, List<Letter> next) {
        if (act.act().equals(Act.WITHDRAW)) {
            return refused(rows.withdraw(about(act, id), id));
        }
        String unfit = unfit(act);
        String refused = unfit != null ? unfit : refused(rows.approve(about(act, id), id));
        if (refused == null) {
            // Also where it comes back: what it was to send may be lost with its first delivery.
            bulks.find(id).filter(bulk -> bulk.chain().equals(act.stepId())).ifPresent(
                    bulk -> next.add(letters.bulk(BulkStep.of(id, act.stepId(), bulk.reached()), null)));
        }
        return refused;
    }

    /**
     * Why it is not resumed, where it is not: whoever stopped it after it was approved may have seen that it was not to
     * be, and who wants it does not go on alone.
     */
    @Nullable
    String resume(Act act, Bulk bulk) {
        if (bulk.approval() == null || rows.isNoted(act)) {
            return null;
        }
        return bulk.who().equals(act.who())
                ? NOTHING_DONE + bulk.who() + " wants it, and somebody else has to resume it" : unfit(act);
    }

    /** Why who sent it is no second person, where that is so; what comes back was looked at when it came first. */
    private @Nullable String unfit(Act act) {
        if (rows.isNoted(act)) {
            return null;
        }
        return !users.areToldApart()
                ? NOTHING_DONE + "the broker does not tell its users apart (sluice.broker.users), so that nobody can"
                        + " be the second"
                : isNobody(act) ? nobody(act) : null;
    }

    private static @Nullable String refused(String refused) {
        return refused.isEmpty() ? null : NOTHING_DONE + refused;
    }

    private static String nobody(Act act) {
        return NOTHING_DONE + act.who() + " is Sluice's own user at the broker, and nobody in person: give the command"
                + " a user of your own (SLUICE_BROKER_USERNAME)";
    }

    /** Whose act any of several people may have sent. */
    private boolean isNobody(Act act) {
        return users.role(act.who()) == BrokerRole.SLUICE;
    }

    /** With the request that it is about, where that is one alone, for its history. */
    private Act about(Act act, String id) {
        List<BulkItem> one = bulks.find(id).filter(bulk -> bulk.items() == 1).map(bulk -> bulks.items(id, 0, 1))
                .orElse(List.of());
        return one.isEmpty() ? act
                : new Act(act.stepId(), one.get(0).key(), act.act(), act.who(), act.why(), act.detail());
    }
}
