package dev.sluice.cli.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What replicas told at a moment, as Prometheus reads it; only what Sluice tells of itself. */
final class Scrape {

    /** One line of it. */
    record Row(String name, Map<String, String> labels, double value) {

        String label(String label) {
            return labels.getOrDefault(label, "");
        }
    }

    private static final Pattern LINE = Pattern.compile("(sluice_[a-z_]+)(?:\\{(.*)})? ([-+0-9.eE]+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final long at;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param at      {@link System#nanoTime()}
     * @param metrics of each replica
     */
    Scrape(long at, List<String> metrics) {
        this.at = at;
        metrics.stream().flatMap(String::lines).map(LINE::matcher).filter(Matcher::matches)
                .forEach(line -> rows.add(new Row(line.group(1), labels(line.group(2)),
                        Double.parseDouble(line.group(3)))));
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text == null ? "" : text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    long at() {
        return at;
    }

    Stream<Row> of(String name) {
        return rows.stream().filter(row -> row.name.equals(name));
    }

    /** Of all replicas together. */
    double sum(String name, Predicate<Row> which) {
        return of(name).filter(which).mapToDouble(Row::value).sum();
    }

    /** Of the replica that tells the most. */
    double most(String name, Predicate<Row> which) {
        return of(name).filter(which).mapToDouble(Row::value).max().orElse(0);
    }
}
