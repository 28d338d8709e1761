package dev.sluice.cli.top;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What replicas told at a moment, as Prometheus reads it; only what Sluice tells of itself. */
final class Scrape {

    /**
     * One line of it.
     *
     * @param replica the place of the one that told it among those that were asked
     */
    record Row(int replica, String name, Map<String, String> labels, double value) {

        String label(String label) {
            return labels.getOrDefault(label, "");
        }

        private Row of(double other) {
            return new Row(replica, name, labels, other);
        }
    }

    private static final Pattern LINE = Pattern.compile("(sluice_[a-z_]+)(?:\\{(.*)})? ([-+0-9.eE]+)(?: .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

    private final long at;
    private final Set<Integer> answering = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param at      {@link System#nanoTime()}
     * @param metrics of each replica that was asked, empty where it did not answer
     */
    Scrape(long at, List<Optional<String>> metrics) {
        this.at = at;
        for (int i = 0; i < metrics.size(); i++) {
            int replica = i;
            metrics.get(i).ifPresent(text -> read(replica, text));
        }
    }

    private void read(int replica, String metrics) {
        answering.add(replica);
        metrics.lines().map(LINE::matcher).filter(Matcher::matches).forEach(line -> rows.add(new Row(replica,
                line.group(1), labels(line.group(2)), Double.parseDouble(line.group(3)))));
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

    /** How many replicas told it. */
    int answering() {
        return answering.size();
    }

    Stream<Row> of(String name) {
        return rows.stream().filter(row -> row.name.equals(name));
    }

    /**
     * How much a counter grew since then: of replicas that answered then too, and from nothing where one started anew
     * meanwhile.
     */
    Stream<Row> grown(String name, Scrape before) {
        Map<Row, Double> then = new HashMap<>();
        before.of(name).forEach(row -> then.put(row.of(0), row.value));
        return of(name).filter(row -> before.answering.contains(row.replica)).map(row -> {
            double was = then.getOrDefault(row.of(0), 0.0);
            return row.of(row.value < was ? row.value : row.value - was);
        });
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
