package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.NextCommand;
import dev.sluice.json.Json;
import dev.sluice.ledger.Approval;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Wish;
import org.jspecify.annotations.Nullable;

/** What one person wants and another has to approve, as people read it. */
final class Wanted {

    private Wanted() {
    }

    /** Such as {@code ana wants 3 requests resolved as FAILED: "ticket 17"}. */
    static String text(Wish wish) {
        Bulk bulk = wish.bulk();
        Key request = wish.request();
        return bulk.who() + " wants " + (request != null ? request.name()
                : bulk.items() + (bulk.items() == 1 ? " request" : " requests")) + " resolved as " + bulk.status()
                + ": \"" + bulk.why() + "\"";
    }

    /** What somebody else than who wants it types first: it is looked at before it is approved. */
    static String look(Wish wish) {
        Key request = wish.request();
        if (wish.changed()) {
            return withdrawal(wish.bulk());
        }
        return request == null ? "./sluice orders bulk report " + wish.bulk().id()
                : NextCommand.of("orders show", request.name());
    }

    static String withdrawal(Bulk bulk) {
        return "./sluice orders withdraw " + bulk.id() + " --by NAME --why TEXT";
    }

    /** What somebody else than who wants it types. */
    static String command(Bulk bulk) {
        return "./sluice orders approve " + bulk.id() + " --by NAME --why TEXT";
    }

    /** How it stands with that. */
    static String told(Bulk bulk, Approval approval, long now) {
        return switch (approval.state()) {
            case APPROVED -> "by " + approval.who();
            case WITHDRAWN -> "none; " + approval.who() + " withdrew it";
            case WAITING -> approval.waits(now) ? "none yet; until " + Moments.at(approval.until())
                    + " another operator can: " + command(bulk) : "none within its time, so that it ended";
        };
    }

    static @Nullable ObjectNode json(Bulk bulk) {
        Approval approval = bulk.approval();
        return approval == null ? null : Json.object().put("state", approval.state().name())
                .put("until", Moments.at(approval.until())).put("who", approval.who());
    }

    /** One that waits, in the list of what needs a person. */
    static ObjectNode need(Wish wish) {
        Bulk bulk = wish.bulk();
        Key request = wish.request();
        ObjectNode json = Json.object().put("wanted", bulk.id()).put("status", String.valueOf(bulk.status()))
                .put("who", bulk.who()).put("why", bulk.why()).put("at", Moments.at(bulk.at()))
                .put("count", bulk.items()).put("requestId", request == null ? null : request.name())
                .put("changed", wish.changed());
        json.set("approval", json(bulk));
        return json.put("next", look(wish));
    }
}
