package dev.sluice.cli.reconcile;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows differences: the first of each kind as a table, all of them as CSV where that is asked for, and how many there
 * are.
 */
final class Differences {

    /** Of each kind: the many of one must not hide the few of another. */
    private static final int MOST = 50;

    private final Map<Difference.Kind, List<Difference>> first = new EnumMap<>(Difference.Kind.class);
    private final Map<Difference.Kind, Long> counts = new EnumMap<>(Difference.Kind.class);
    private final @Nullable Writer csv;

    /** @throws Problem as the other methods, where the file cannot be written */
    Differences(@Nullable Writer csv) {
        this.csv = csv;
        write(Difference.TITLES);
    }

    void add(Difference difference) {
        counts.merge(difference.kind(), 1L, Long::sum);
        List<Difference> alike = first.computeIfAbsent(difference.kind(), none -> new ArrayList<>());
        if (alike.size() < MOST) {
            alike.add(difference);
        }
        write(difference.cells());
    }

    boolean has(Difference.Kind kind) {
        return counts.containsKey(kind);
    }

    boolean isEmpty() {
        return counts.isEmpty();
    }

    /** @param whole whether all was compared */
    void show(Surroundings surroundings, boolean whole) {
        writeAll();
        if (isEmpty()) {
            surroundings.out().println(whole ? "No differences." : "No differences in what was compared.");
            return;
        }
        Table table = new Table(List.of(new Table.Column("DIFFERENCE", 15, 15), new Table.Column("REQUEST", 24, 12),
                new Table.Column("REFERENCE", 12, 8), new Table.Column("OURS", 20, 12),
                new Table.Column("THEIRS", 20, 12), new Table.Column("LINE", 6, 4)), surroundings.terminal());
        List<List<Table.Cell>> rows = first.values().stream().flatMap(List::stream)
                .map(difference -> difference.cells().stream().map(Table.Cell::of).toList()).toList();
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        surroundings.out().println(all + (all == 1 ? " difference: " : " differences: ") + counts.entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().text()).collect(Collectors.joining(", "))
                + (all > rows.size() ? "; shown are the first " + MOST + " of each, --csv FILE has all." : "."));
    }

    private void write(List<String> cells) {
        if (csv != null) {
            try {
                csv.write(Difference.csv(cells));
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
    }

    private void writeAll() {
        if (csv != null) {
            try {
                csv.flush();
            } catch (IOException e) {
                throw unwritten(e);
            }
        }
    }

    private static Problem unwritten(IOException e) {
        return Problem.failed("the file of differences cannot be written: " + e.getMessage(), e);
    }
}
