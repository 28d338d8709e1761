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
import dev.sluice.ledger.Key;
import dev.sluice.ledger.LedgerReader;
import dev.sluice.ledger.RequestRow;
import dev.sluice.text.Shown;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice orders bulk report}: what became of each request of an act in bulk. */
@Command(name = "report")
final class BulkReport implements Callable<Integer> {

    private static final int LABEL = 9;
    private static final int FIRST = 20;

    /**
     * @param halted   whether nobody may go on with it
     * @param requests those that are still there
     * @param causes   why each of them is as it is, where somebody is to approve what is wanted of them
     */
    private record Whole(Progress progress, boolean halted, List<Reported> items, List<RequestRow> requests,
            List<@Nullable String> causes) {
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
        Whole whole = LedgerAccess.read(surroundings, this::read);
        if (json) {
            surroundings.out().println(TerminalJson.line(json(whole.progress)));
            Units units = new Units(surroundings.home());
            Map<Key, RequestRow> requests = whole.requests.stream().collect(Collectors
                    .toMap(request -> Key.named(request.family(), request.requestId()), Function.identity()));
            whole.items.forEach(item -> surroundings.out()
                    .println(TerminalJson.line(json(item, requests.get(item.item().key()), units))));
        } else {
            print(whole);
        }
        return 0;
    }

    private Whole read(LedgerReader ledger) throws SQLException {
        Progress progress = ledger.bulks().progress(named(ledger, id));
        boolean unapproved = progress.bulk().isUnapproved();
        List<RequestRow> requests = json || unapproved ? ledger.bulks().requests(id) : List.of();
        return new Whole(progress, ledger.bulks().isHalted(id), ledger.bulks().report(id), requests,
                unapproved && !json ? ledger.bulks().causes(requests) : List.of());
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
        line("waiting", progress.waiting()
                + (progress.waiting() == 0 || bulk.isUnapproved() ? "" : goesOn(bulk, whole.halted)));
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
            new Preview(surroundings, List.of(), whole.requests, whole.causes, System.currentTimeMillis())
                    .common(new Units(surroundings.home()));
            wanted(whole.items);
        }
        if (progress.refused() > 0) {
            surroundings.out().println();
            whole.items.stream().map(Reported::item).filter(item -> item.state() == BulkItem.State.REFUSED)
                    .forEach(item -> surroundings.out()
                            .println(Shown.line("refused  " + item.key().name() + "  " + item.said())));
        }
    }

    private static String goesOn(Bulk bulk, boolean halted) {
        if (!bulk.stopped()) {
            return ", and it goes on while a Sluice runs";
        }
        return halted ? ", and it is stopped, for it takes two people now, and it began with one: resolve it anew"
                : ", and it is stopped: ./sluice orders bulk resume " + bulk.id() + " --by NAME --why TEXT";
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

    /** @param request null where it is not there any more */
    private static ObjectNode json(Reported reported, @Nullable RequestRow request, Units units) {
        BulkItem item = reported.item();
        String amount = request == null ? null : request.document().path("order").path("amount").textValue();
        return Json.object().put("nth", item.nth()).put("family", item.key().family())
                .put("requestId", item.key().name()).put("provider", item.selected().provider())
                .put("account", item.selected().account()).put("amount", amount)
                .put("unit", request == null || amount == null ? null : units.of(request).orElse(null))
                .put("state", item.state().name()).put("step", item.step())
                .put("said", item.said()).put("status", reported.status().isEmpty() ? null : reported.status());
    }

    private void line(String label, String text) {
        surroundings.out().println(Shown.line(label + " ".repeat(LABEL - label.length()) + text));
    }
}
