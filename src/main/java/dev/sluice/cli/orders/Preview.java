package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.ledger.Bulk;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.Selected;
import dev.sluice.ledger.Selection;
import dev.sluice.outcome.Status;
import dev.sluice.text.Shown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What many requests have in common, for whoever is about to do something with all of them.
 *
 * @param selected the same, as they are selected for it: read before them, so that what comes between is not taken for
 *                 seen
 */
record Preview(Surroundings surroundings, List<Selected> selected, List<RequestRow> requests,
        List<@Nullable String> causes, long now) {

    private static final int FIRST = 10;
    private static final int MOST_LINES = 10;
    private static final long SECOND = 1_000;

    int count() {
        return requests.size();
    }

    /** Tells this from what would be done to others, or otherwise. */
    String set(ObjectNode act) {
        return set(act, "");
    }

    /** What somebody says who has seen it: the same, and the reason as it is shown. */
    String code(ObjectNode act) {
        return count() + "-" + set(act, " " + act.path("why").asText());
    }

    private String set(ObjectNode act, String why) {
        String status = act.path("status").textValue();
        return Selection.set(act.path("act").asText() + why, status == null ? null : Status.valueOf(status), selected);
    }

    /** @throws Problem where there are none, or too many */
    void check() {
        if (requests.isEmpty()) {
            throw Problem.failed("no order is like that; nothing was done.");
        }
        if (!selected.stream().map(Selected::key).toList().equals(
                requests.stream().map(request -> Key.named(request.family(), request.requestId())).toList())) {
            throw Problem.failed("they changed while they were looked at; say it again. Nothing was done.");
        }
        if (count() > Bulk.MOST) {
            throw Problem.failed("more than " + Bulk.MOST + " orders are like that, and that is the most of one act:"
                    + " name fewer, by --account or --older; nothing was done.");
        }
    }

    /** @param rate how many of them a second */
    void print(ObjectNode act, int rate) {
        PrintStream out = surroundings.out();
        boolean ask = act.path("act").asText().equals("ask");
        out.println(count() + (count() == 1 ? " request would be " : " requests would be ")
                + (ask ? "asked about:" : "resolved as "
                        + act.path("status").asText() + ":"));
        Units units = new Units(surroundings.home());
        common(units);
        line("takes", (ask ? "at least " : "") + Moments.length(count() * SECOND / rate) + ", at " + rate + " a second"
                + (ask ? " or half of what the slowest account's limits.rate allows" : ""));
        if (Status.FAILED.name().equals(act.path("status").textValue())) {
            line("published", "the reason, with each result, to whoever ordered: \"" + act.path("why").asText() + "\"");
        }
        out.println();
        first(units);
        if (count() > FIRST) {
            out.println("and " + (count() - FIRST) + " more, which ./sluice orders find --limit " + count()
                    + " lists with the same filters.");
        }
        out.println();
    }

    /** What whoever wants it has seen, and whoever is to approve it has to. */
    void common(Units units) {
        counted("of", MOST_LINES,
                requests.stream().map(request -> request.provider() + "/" + request.account()).toList());
        tenants();
        counted("status", MOST_LINES, requests.stream().map(request -> RequestText.status(request, now)).toList());
        counted("because", MOST_LINES,
                causes.stream().map(cause -> cause == null ? "(nothing was said)" : cause).toList());
        Amounts amounts = new Amounts(units);
        requests.forEach(amounts::add);
        if (!amounts.text().isEmpty()) {
            line("together", amounts.text());
        }
        long unsent = requests.stream().filter(RequestRow::toBeSent).count();
        if (unsent > 0) {
            line("unsent", unsent + " of them were not sent, and wait for their turn or for the release of their"
                    + " account: the provider has nothing of them");
        }
    }

    /** All of them, for each is told. */
    private void tenants() {
        List<String> each = requests.stream()
                .map(request -> Key.named(request.family(), request.requestId()).tenant()).toList();
        if (each.stream().anyMatch(tenant -> !tenant.isEmpty())) {
            counted("tenant", Bulk.MOST, each.stream().map(tenant -> tenant.isEmpty() ? "(of none)" : tenant).toList());
        }
    }

    private void first(Units units) {
        Table table = new Table(List.of(new Table.Column("REQUEST", 24, 12), new Table.Column("PROVIDER", 10, 6),
                new Table.Column("STATUS", 10, 10), new Table.Column("FOR", 10, 6),
                new Table.Column("AMOUNT", 10, 6)), surroundings.terminal());
        List<List<Table.Cell>> rows = new ArrayList<>();
        for (RequestRow request : requests.subList(0, Math.min(FIRST, count()))) {
            String status = RequestText.status(request, now);
            String amount = request.document().path("order").path("amount").asText();
            rows.add(List.of(Table.Cell.of(request.requestId()), Table.Cell.of(request.provider()),
                    new Table.Cell(status, Terminal.colour(status)),
                    Table.Cell.of(Moments.length(now - request.since())),
                    Table.Cell.of(units.of(request).map(unit -> amount + " " + unit).orElse(amount))));
        }
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
    }

    /** How many there are of each, the most first. */
    private void counted(String label, int most, List<String> each) {
        Map<String, Integer> counts = new TreeMap<>();
        each.forEach(one -> counts.merge(one, 1, Integer::sum));
        List<String> told = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(one -> one.getValue() + " " + one.getKey()).toList();
        told.stream().limit(most).forEach(one -> line(label, one));
        if (told.size() > most) {
            line(label, (told.size() - most) + " others");
        }
    }

    private void line(String label, String text) {
        surroundings.out().println(Shown.line("  " + label + " ".repeat(10 - label.length()) + text));
    }
}
