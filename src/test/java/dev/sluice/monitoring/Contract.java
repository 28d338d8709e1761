package dev.sluice.monitoring;

import dev.sluice.pages.Page;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The metrics that docs/metrics.md promises, by name. */
public final class Contract {

    /** @param labels without {@code le} */
    public record Metric(String type, String unit, Set<String> labels, String of, String help) {
    }

    private Contract() {
    }

    public static Map<String, Metric> metrics() {
        Map<String, Metric> metrics = new TreeMap<>();
        Page.at(Path.of(""), Path.of("docs/metrics.md")).text().lines().filter(line -> line.startsWith("| `"))
                .forEach(line -> {
                    List<String> cells = Arrays.stream(line.split("\\|")).map(String::strip).toList();
                    metrics.put(cells.get(1).replace("`", ""), new Metric(cells.get(2), cells.get(3),
                            words(cells.get(4)), cells.get(5), cells.get(6)));
                });
        return metrics;
    }

    private static Set<String> words(String text) {
        return text.isEmpty() ? Set.of() : new TreeSet<>(List.of(text.split(" ")));
    }
}
