package dev.sluice.cli.plan;

import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.TerminalJson;
import dev.sluice.ledger.Holds;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.PlanView;
import dev.sluice.ledger.Replica;
import dev.sluice.ledger.Replica.Refusal;
import dev.sluice.start.PlanFiles;
import dev.sluice.text.Shown;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice status}: which plan is wanted, which each replica runs, what was refused, and who holds back submissions. */
@Command(name = "status")
public final class StatusCommand implements Callable<Integer> {

    /**
     * @param known  whether the ledger tells who holds back submissions
     * @param wanted how much of what people want waits for approval
     */
    private record Seen(PlanView plan, boolean known, Holds holds, long wanted) {

        static Seen in(LedgerReader ledger) throws SQLException {
            boolean known = ledger.tellsOfHolds();
            return new Seen(ledger.plan(), known, known ? ledger.holds() : Holds.NONE,
                    ledger.approvalCount(System.currentTimeMillis()));
        }
    }

    private final Surroundings surroundings;

    @Option(names = "--json")
    private boolean json;
    @Option(names = "--mark")
    private boolean mark;

    public StatusCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (mark) {
            surroundings.out().println(PlanFiles.mark(surroundings.home()).text());
            return 0;
        }
        Seen seen = LedgerAccess.read(surroundings, Seen::in);
        PlanView view = seen.plan;
        long now = System.currentTimeMillis();
        boolean well = !view.alive(now).isEmpty() && !view.differs(now) && !view.isRefused(now);
        if (json) {
            surroundings.out()
                    .println(TerminalJson.line(ReplicaText.json(view, seen.holds, now).put("heldKnown", seen.known)
                            .put("toApprove", seen.wanted)));
        } else {
            seen.holds.places().forEach(place -> line("submissions " + (place.isEverything() ? "" : "of "
                    + place.text() + " ") + seen.holds.of(place).orElseThrow().text()));
            if (!seen.known) {
                line("submissions may be held or not: this role may not read submission_hold or account_hold, or the ledger is of a"
                        + " version that has none such");
            }
            if (seen.wanted > 0) {
                line("approvals " + seen.wanted + " to give: ./sluice orders find");
            }
            show(view, now);
            line(verdict(view, now));
        }
        return well ? 0 : Problem.FAILED;
    }

    private void show(PlanView view, long now) {
        line("wanted   " + view.wanted()
                .map(wanted -> wanted.plan().text() + " by " + wanted.who() + " at " + Moments.at(wanted.at()) + ": \""
                        + wanted.why() + "\"" + (wanted.leaveOpen() ? "; open orders may be left to people" : ""))
                .orElse("none: a replica runs what its files were when it started"));
        surroundings.out().println();
        if (!view.replicas().isEmpty()) {
            Table table = ReplicaText.table(surroundings.terminal());
            List<List<Table.Cell>> rows = view.replicas().stream().map(one -> ReplicaText.cells(one, view, now))
                    .toList();
            table.fit(rows);
            surroundings.out().println(table.header());
            rows.forEach(row -> surroundings.out().println(table.line(row)));
            surroundings.out().println();
        }
        for (Replica replica : view.alive(now)) {
            replica.refusal().ifPresent(refusal -> show(replica, refusal));
        }
    }

    private void show(Replica replica, Refusal refusal) {
        line(replica.name() + " refused " + refusal.plan().text() + " at " + Moments.at(refusal.at()) + ":");
        refusal.lines().lines().forEach(mistake -> line("    " + mistake));
        surroundings.out().println();
    }

    private static String verdict(PlanView view, long now) {
        int alive = view.alive(now).size();
        if (alive == 0) {
            return "No replica was heard of for a minute.";
        }
        if (view.differs(now)) {
            return view.isRefused(now) ? "What is wanted was refused: mend the files and apply them, or apply those of"
                    + " what runs." : "Not every replica runs what is wanted.";
        }
        return alive == 1 ? "The replica runs what it should." : "All " + alive + " replicas run the same.";
    }

    private void line(String text) {
        surroundings.out().println(Shown.line(text));
    }
}
