package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.ledger.Approval;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.BulkItem;
import dev.sluice.ledger.BulkView.Progress;
import dev.sluice.ledger.BulkView.Reported;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.text.Shown;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice orders bulk report}: what became of each request of an act in bulk. */
@Command(name = "report")
final class BulkReport implements Callable<Integer> {

    private static final int LABEL = 9;
    private static final int FIRST = 20;

    private record Whole(Progress progress, List<Reported> items) {
    }

    private final Surroundings surroundings;

    @Parameters(paramLabel = "ID", arity = "1")
    private String id;
    @Option(names = "--json")
    private boolean json;

    BulkReport(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** @throws Problem where the ledger knows none of this id */
    static Bulk named(LedgerReader ledger, String id) throws SQLException {
        return ledger.bulks().find(id).orElseThrow(() -> Problem.failed("the ledger knows no act in bulk \"" + id
                + "\"; ./sluice orders bulk list shows all."));
    }

    static String what(Bulk bulk) {
        return bulk.status() == null ? bulk.act() : bulk.act() + " as " + bulk.status();
    }

    @Override
    public Integer call() {
        Whole whole = LedgerAccess.read(surroundings, ledger -> new Whole(ledger.bulks().progress(named(ledger, id)),
                ledger.bulks().report(id)));
        if (json) {
            surroundings.out().println(TerminalJson.line(json(whole.progress)));
            whole.items.forEach(item -> surroundings.out().println(TerminalJson.line(json(item))));
        } else {
            print(whole);
        }
        return 0;
    }

    private void print(Whole whole) {
        Progress progress = whole.progress;
        Bulk bulk = progress.bulk();
        line("what", what(bulk) + ", " + bulk.items() + " requests at " + bulk.rate() + " a second");
        line("who", bulk.who() + " at " + Moments.at(bulk.at()) + ": \"" + bulk.why() + "\"");
        Approval approval = bulk.approval();
        if (approval != null) {
            line("approval", Wanted.told(bulk, approval, System.currentTimeMillis()));
        }
        line("done", Integer.toString(progress.done()));
        line("refused", Integer.toString(progress.refused()));
        line("waiting", progress.waiting() + (progress.waiting() == 0 || bulk.isUnapproved() ? ""
                : bulk.stopped() ? ", and it is stopped: ./sluice orders bulk resume " + id + " --by NAME --why TEXT"
                        : ", and it goes on while a Sluice runs"));
        if (progress.gone() > 0) {
            line("gone", progress.gone() + ", which the ledger had kept long enough");
        }
        Map<String, Long> now = new TreeMap<>(whole.items.stream()
                .collect(Collectors.groupingBy(item -> item.status().isEmpty() ? "(none yet)" : item.status(),
                        Collectors.counting())));
        line("now", now.entrySet().stream().map(one -> one.getValue() + " " + one.getKey())
                .collect(Collectors.joining(", ")));
        if (bulk.isUnapproved()) {
            surroundings.out().println();
            wanted(whole.items);
        }
        if (progress.refused() > 0) {
            surroundings.out().println();
            whole.items.stream().map(Reported::item).filter(item -> item.state() == BulkItem.State.REFUSED)
                    .forEach(item -> surroundings.out()
                            .println(Shown.line("refused  " + item.key().name() + "  " + item.said())));
        }
    }

    /** For whoever is to approve it. */
    private void wanted(List<Reported> items) {
        items.stream().limit(FIRST).forEach(one -> line("wanted", one.item().key().name() + "  "
                + one.item().selected().provider() + "/" + one.item().selected().account() + "  " + one.status()));
        if (items.size() > FIRST) {
            line("and", (items.size() - FIRST) + " more, which --json lists");
        }
    }

    private static ObjectNode json(Progress progress) {
        Bulk bulk = progress.bulk();
        ObjectNode json = Json.object().put("id", bulk.id()).put("act", bulk.act())
                .put("status", bulk.status() == null ? null : bulk.status().name()).put("who", bulk.who())
                .put("why", bulk.why()).put("at", Moments.at(bulk.at())).put("rate", bulk.rate())
                .put("stopped", bulk.stopped()).put("items", bulk.items()).put("done", progress.done())
                .put("refused", progress.refused()).put("waiting", progress.waiting()).put("gone", progress.gone());
        json.set("approval", Wanted.json(bulk));
        return json;
    }

    private static ObjectNode json(Reported reported) {
        BulkItem item = reported.item();
        return Json.object().put("nth", item.nth()).put("family", item.key().family())
                .put("requestId", item.key().name()).put("state", item.state().name()).put("step", item.step())
                .put("said", item.said()).put("status", reported.status().isEmpty() ? null : reported.status());
    }

    private void line(String label, String text) {
        surroundings.out().println(Shown.line(label + " ".repeat(LABEL - label.length()) + text));
    }
}
