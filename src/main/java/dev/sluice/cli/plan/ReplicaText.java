package dev.sluice.cli.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.json.Json;
import dev.sluice.ledger.HeldBy;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.ledger.Replica.Standing;
import dev.sluice.ledger.Wanted;
import java.util.List;

/** What replicas say of themselves, in words and as JSON. */
final class ReplicaText {

    private ReplicaText() {
    }

    static Table table(Terminal terminal) {
        return new Table(List.of(new Table.Column("REPLICA", 13, 9), new Table.Column("RUNS", 12, 12),
                new Table.Column("SINCE", 24, 20), new Table.Column("FOLDER", 6, 6, true),
                new Table.Column("STANDS", 10, 10)), terminal);
    }

    static List<Table.Cell> cells(Replica replica, PlanView view, long now) {
        return List.of(Table.Cell.of(replica.name()), Table.Cell.of(String.valueOf(replica.running().text())),
                Table.Cell.of(Moments.at(replica.since())), Table.Cell.of(replica.folder()),
                new Table.Cell(stands(replica, view, now), colour(replica, view, now)));
    }

    private static String stands(Replica replica, PlanView view, long now) {
        if (replica.isGone(now)) {
            return "not heard of for " + Moments.length(now - replica.seen());
        }
        if (runsWanted(replica, view)) {
            return view.wanted().isPresent() ? "runs what is wanted" : "nothing else is wanted";
        }
        if (!isAbout(replica, view)) {
            return "has not looked yet";
        }
        return switch (replica.standing()) {
            case REFUSED -> "refused: " + replica.said();
            case WAITS -> "waits: " + replica.said();
            default -> replica.said();
        };
    }

    private static String colour(Replica replica, PlanView view, long now) {
        return replica.isGone(now) ? Terminal.DIM
                : runsWanted(replica, view) ? Terminal.GREEN
                        : replica.standing() == Standing.REFUSED ? Terminal.RED : Terminal.YELLOW;
    }

    private static boolean runsWanted(Replica replica, PlanView view) {
        return view.wanted().isEmpty() || view.wanted().get().plan().equals(replica.running())
                && (replica.standing() == Standing.RUNS || !isAbout(replica, view));
    }

    /** Whether what it says is about what is wanted now. */
    static boolean isAbout(Replica replica, PlanView view) {
        return view.wanted().filter(wanted -> wanted.act().equals(replica.act())).isPresent();
    }

    static ObjectNode json(PlanView view, Holds holds, long now) {
        ObjectNode json = Json.object();
        json.set("held", holds.ofEverything().map(ReplicaText::json).orElse(null));
        ArrayNode accounts = json.putArray("heldAccounts");
        holds.places().stream().filter(place -> !place.isEverything()).forEach(place -> accounts
                .add(json(holds.of(place).orElseThrow()).put("provider", place.provider())
                        .put("account", place.account().isEmpty() ? null : place.account())));
        json.set("wanted", view.wanted().map(ReplicaText::json).orElse(null));
        ArrayNode replicas = json.putArray("replicas");
        view.replicas().forEach(one -> replicas.add(json(one, now)));
        return json.put("differ", view.differs(now)).put("refused", view.isRefused(now));
    }

    private static ObjectNode json(HeldBy by) {
        return Json.object().put("by", by.who()).put("why", by.why()).put("since", Moments.at(by.since()));
    }

    private static ObjectNode json(Wanted wanted) {
        return Json.object().put("plan", wanted.plan().text()).put("leaveOpen", wanted.leaveOpen())
                .put("by", wanted.who()).put("why", wanted.why()).put("at", Moments.at(wanted.at()));
    }

    private static ObjectNode json(Replica replica, long now) {
        ObjectNode json = Json.object().put("name", replica.name()).put("running", replica.running().text())
                .put("since", Moments.at(replica.since())).put("folder", replica.folder())
                .put("standing", replica.standing().name()).put("said", replica.said())
                .put("seen", Moments.at(replica.seen())).put("gone", replica.isGone(now));
        json.set("refused", replica.refusal().map(ReplicaText::json).orElse(null));
        return json;
    }

    private static ObjectNode json(Refusal refusal) {
        ObjectNode json = Json.object().put("plan", refusal.plan().text()).put("at", Moments.at(refusal.at()));
        ArrayNode lines = json.putArray("lines");
        refusal.lines().lines().forEach(lines::add);
        return json;
    }
}
