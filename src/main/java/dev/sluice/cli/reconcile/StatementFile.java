package dev.sluice.cli.reconcile;

import dev.sluice.cli.Problem;
import dev.sluice.provider.Statement;
import dev.sluice.provider.Statement.Column;
import dev.sluice.provider.StatementTimes;
import dev.sluice.provider.StatementTimes.Span;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads a provider's statement line by line, by the columns that its file names. */
final class StatementFile {

    private final Statement statement;
    private final StatementTimes times;
    private final Csv csv;
    private final Map<Column, Integer> places = new EnumMap<>(Column.class);
    private final Consumer<String> bad;
    private final Map<Integer, Set<String>> skip = new HashMap<>();
    private final int titled;
    private long skipped;

    /**
     * @param name how the file is told of
     * @param told is told of each line that cannot be read, as file and line
     */
    StatementFile(Statement statement, Reader reader, String name, Consumer<String> told) throws IOException {
        this.statement = statement;
        times = statement.times();
        csv = new Csv(reader, statement.delimiter());
        bad = why -> told.accept(name + ":" + csv.line() + ": " + why);
        List<String> titles;
        try {
            titles = csv.next();
        } catch (Csv.BadLine e) {
            throw Problem.failed(name + ":" + csv.line() + ": " + e.getMessage());
        }
        if (titles == null) {
            throw Problem.failed(name + ": is empty; its first line names its columns.");
        }
        titled = titles.size();
        String where = name + ":" + csv.line();
        statement.columns().forEach((column, title) -> places.put(column,
                place(where, titles, title, "statement.columns." + column.key())));
        statement.skip().forEach((title, words) -> skip.put(place(where, titles, title, "statement.skip"), words));
    }

    private static int place(String where, List<String> titles, String title, String key) {
        int place = titles.indexOf(title);
        if (place != titles.lastIndexOf(title)) {
            throw Problem.failed(where + ": has the column " + title + " twice, which " + key
                    + " of the provider's file names.");
        }
        if (place < 0) {
            throw Problem.failed(where + ": has no column " + title + ", which " + key
                    + " of the provider's file names; it has " + String.join(", ", titles) + ".");
        }
        return place;
    }

    /** How many lines were of no order, as the provider's file says. */
    long skipped() {
        return skipped;
    }

    /** The next line of which it can be read whose order it is, if there is one. */
    @Nullable
    StatementLine next() throws IOException {
        while (true) {
            try {
                List<String> cells = csv.next();
                if (cells == null) {
                    return null;
                }
                StatementLine read = read(cells);
                if (read != null) {
                    return read;
                }
            } catch (Csv.BadLine e) {
                bad.accept(e.getMessage());
            }
        }
    }

    private boolean isSkipped(List<String> cells) {
        return skip.entrySet().stream().anyMatch(column -> column.getKey() < cells.size()
                && column.getValue().contains(cells.get(column.getKey())));
    }

    /**
     * Whether a cell is the end of a line of the statement, lines of it, and the beginning of another one: each with as
     * many cells as there are titles. It may well have lines of its own.
     */
    private boolean isOfLines(List<String> cells, int nth) {
        List<String> lines = cells.get(nth).lines().toList();
        return titled > 1 && lines.size() > 1 && nth + delimiters(lines.get(0)) == titled - 1
                && delimiters(lines.get(lines.size() - 1)) + cells.size() - 1 - nth == titled - 1;
    }

    private int delimiters(String text) {
        return Math.toIntExact(text.chars().filter(one -> one == statement.delimiter()).count());
    }

    private @Nullable StatementLine read(List<String> cells) {
        if (IntStream.range(0, cells.size()).anyMatch(nth -> isOfLines(cells, nth))) {
            bad.accept("has a cell with whole lines of the statement in it; is a quote not closed?");
            return null;
        }
        if (isSkipped(cells)) {
            skipped++;
            return null;
        }
        if (cells.size() > titled) {
            bad.accept("has " + cells.size() + " cells, and there are titles for " + titled);
            return null;
        }
        for (Map.Entry<Column, Integer> place : places.entrySet()) {
            if (place.getValue() >= cells.size()) {
                bad.accept("has " + cells.size() + " cells, and none for " + place.getKey().key());
                return null;
            }
        }
        String number = cell(cells, Column.REQUEST_ID);
        String reference = cell(cells, Column.REFERENCE);
        if (number == null && reference == null) {
            bad.accept("names no order");
            return null;
        }
        String currency = cell(cells, Column.CURRENCY);
        String written = cell(cells, Column.AMOUNT);
        BigDecimal amount = written == null ? null : statement.amount(written, currency);
        // It has the order all the same, which is not to be told as one that the provider has not.
        boolean unread = false;
        if (places.containsKey(Column.AMOUNT) && amount == null) {
            bad.accept(written == null ? "has no amount" : "has an amount that is no number such as 12.50");
            unread = true;
        }
        String time = cell(cells, Column.TIME);
        Span at = null;
        try {
            at = time == null ? null : times.at(time);
        } catch (DateTimeException | ArithmeticException e) {
            if (!unread) {
                bad.accept("has a time that is not written as statement.time-format says");
            }
            unread = true;
        }
        return new StatementLine(csv.line(), number, reference, amount, currency,
                places.containsKey(Column.STATUS) ? cells.get(places.get(Column.STATUS)) : null, at, unread, null);
    }

    private @Nullable String cell(List<String> cells, Column column) {
        Integer place = places.get(column);
        return place == null || cells.get(place).isEmpty() ? null : cells.get(place);
    }
}
