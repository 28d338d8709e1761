package dev.sluice.bench.report;

import dev.sluice.bench.Comparison;
import dev.sluice.bench.Conditions;
import dev.sluice.bench.Measure;
import dev.sluice.bench.Numbers;
import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import java.util.List;

/** One page that needs nothing else: charts, then every median with its ratio. It is well-formed XML, too. */
public final class HtmlReport {

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d2530; --faint: #5c6773; --line: #d5dae0; --paper: #ffffff;
              --s0: #6b7785; --s1: #1466c8; --s2: #c2590b; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8ecf1; --faint: #a0abb8; --line: #3a434e;
              --paper: #14181d; --s0: #97a3b0; --s1: #5aa5ff; --s2: #f0954a; } }
            body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; background: var(--paper); color: var(--ink);
              font: 16px/1.5 system-ui, sans-serif; }
            h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
            .charts { display: flex; flex-wrap: wrap; gap: 1.5rem; } figure { margin: 0; max-width: 100%; }
            figcaption { font-weight: 600; }
            svg { display: block; max-width: 100%; height: auto; font-size: 12px; fill: var(--ink); }
            .grid { stroke: var(--line); } .ground { stroke: var(--faint); } .axis { fill: var(--faint); }
            .number { font-size: 11px; }
            .s0 { fill: var(--s0); } .s1 { fill: var(--s1); } .s2 { fill: var(--s2); }
            .key { display: inline-block; width: .8rem; height: .8rem; margin: 0 .4rem 0 1rem; }
            .key.s0 { background: var(--s0); } .key.s1 { background: var(--s1); } .key.s2 { background: var(--s2); }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; } caption { text-align: left; font-weight: 600; padding: 1.2rem 0 .4rem; }
            th, td { padding: .25rem .8rem; border-bottom: 1px solid var(--line); text-align: right;
              font-variant-numeric: tabular-nums; }
            th:first-child { text-align: left; font-weight: normal; } .ratio { color: var(--faint); }
            dt { float: left; clear: left; width: 8rem; color: var(--faint); } dd { margin: 0 0 .2rem 8rem; }
            """;

    private final Report report;
    private final Comparison comparison;
    private final StringBuilder page = new StringBuilder(32_768);

    private HtmlReport(Report report) {
        this.report = report;
        this.comparison = report.comparison();
    }

    public static String of(Report report) {
        return new HtmlReport(report).page();
    }

    private String page() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n")
                .append("<title>Sluice, measured</title>\n<style>\n").append(STYLE)
                .append("</style>\n</head>\n<body>\n<h1>Sluice, measured</h1>\n");
        about();
        key();
        for (Ledger.Kind ledger : report.choices().ledgers()) {
            page.append("<h2>").append(ledger.shown()).append("</h2>\n<div class=\"charts\">\n");
            new Charts(comparison, ledger).all().forEach(this::chart);
            page.append("</div>\n");
        }
        page.append("<h2>All medians</h2>\n<p>In brackets: how many times the hand-written program's.</p>\n");
        comparison.conditions().forEach(this::table);
        return page.append("</body>\n</html>\n").toString();
    }

    private void about() {
        page.append("<p>One broker, one provider and one database for all systems, a fresh process, a fresh ledger and"
                + " empty queues for each run, the systems in alternation. Each order was created once, and had one"
                + " ACCEPTED and one COMPLETED. The numbers are medians over the rounds. Only numbers of this page may"
                + " be compared with each other.</p>\n<dl>\n");
        about("command", report.command());
        about("machine", report.machine().shown());
        about("rounds", Integer.toString(report.choices().rounds()));
        about("consumers", report.choices().consumers() + " of each queue");
        report.durability().forEach(line -> about("ledger", line));
        page.append("</dl>\n");
    }

    private void about(String name, String text) {
        page.append("<dt>").append(name).append("</dt><dd>").append(Html.text(text)).append("</dd>\n");
    }

    private void key() {
        page.append("<p>");
        for (Contestant contestant : Contestant.values()) {
            if (report.choices().contestants().contains(contestant)) {
                page.append("<span class=\"key s").append(contestant.ordinal()).append("\"></span>")
                        .append(Html.text(contestant.shown()));
            }
        }
        page.append("</p>\n");
    }

    private void chart(BarChart chart) {
        page.append("<figure>\n<figcaption>").append(Html.text(chart.title())).append("</figcaption>\n")
                .append(chart.svg()).append("</figure>\n");
    }

    private void table(Conditions conditions) {
        List<Contestant> contestants = List.copyOf(comparison.contestants(conditions));
        page.append("<div class=\"scroll\"><table>\n<caption>").append(Html.text(conditions.shown()))
                .append("</caption>\n<tr><th></th>");
        contestants.forEach(contestant -> page.append("<th>").append(Html.text(contestant.shown())).append("</th>"));
        page.append("</tr>\n");
        for (Measure measure : comparison.measures(conditions)) {
            page.append("<tr><th>").append(Html.text(measure.shown() + ", " + measure.unit())).append("</th>");
            contestants.forEach(contestant -> page.append("<td>").append(cell(conditions, contestant, measure))
                    .append("</td>"));
            page.append("</tr>\n");
        }
        page.append("</table></div>\n");
    }

    private String cell(Conditions conditions, Contestant contestant, Measure measure) {
        StringBuilder cell = new StringBuilder();
        comparison.median(conditions, contestant, measure)
                .ifPresent(median -> cell.append(Numbers.shown(median, measure.decimals())));
        if (contestant != Contestant.BASELINE) {
            comparison.ratio(conditions, contestant, measure).ifPresent(ratio -> cell
                    .append(" <span class=\"ratio\">(").append(Numbers.ratio(ratio)).append(")</span>"));
        }
        return cell.isEmpty() ? "-" : cell.toString();
    }
}
