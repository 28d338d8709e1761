package dev.sluice.cli.demo;

import dev.sluice.cli.Result;
import dev.sluice.cli.Table;
import dev.sluice.cli.Table.Cell;
import dev.sluice.cli.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The demo's rows as lines of a terminal: each with its statuses so far and, where there is room, its note. */
final class RowsTable {

    private static final int LINES_AROUND = 8;
    /** Below this width the statuses need the room of the references. */
    private static final int WIDTH_FOR_REFERENCES = 100;

    private final Terminal terminal;
    private final List<SampleRow> rows;
    private final Table table;

    RowsTable(Terminal terminal, List<SampleRow> rows) {
        this.terminal = terminal;
        this.rows = rows;
        List<Table.Column> columns = new ArrayList<>(List.of(new Table.Column(" ", 1, 1),
                new Table.Column("WHAT IT SHOWS", 20, 14), new Table.Column("REQUEST", 12, 12),
                new Table.Column("RESULTS", 40, 20, true), new Table.Column("SEQ", 3, 3),
                new Table.Column("TOOK", 6, 6)));
        if (terminal.width() >= WIDTH_FOR_REFERENCES) {
            columns.add(new Table.Column("REFERENCE", 12, 8));
        }
        this.table = new Table(columns, terminal);
    }

    /** Whether the rows can be redrawn at all, notes left out. */
    boolean fits() {
        return rows.size() + LINES_AROUND <= terminal.height() && terminal.width() >= 72;
    }

    /** @param frame of the marks that turn */
    List<String> lines(long frame, Duration now) {
        List<List<Cell>> cells = rows.stream().map(row -> cells(row, frame)).toList();
        table.fit(cells);
        boolean notes = rows.size() * 2 + LINES_AROUND <= terminal.height();
        List<String> lines = new ArrayList<>();
        lines.add(table.header());
        for (int i = 0; i < rows.size(); i++) {
            lines.add(table.line(cells.get(i)));
            if (notes) {
                lines.add(note(rows.get(i).sample().note()));
            }
        }
        return lines;
    }

    private String note(String text) {
        Table one = new Table(List.of(new Table.Column("", 1, 1), new Table.Column("", 1, 1)), terminal);
        List<Cell> cells = List.of(Cell.of(""), new Cell(text, Terminal.DIM));
        one.fit(List.of(cells));
        return one.line(cells);
    }

    private List<Cell> cells(SampleRow row, long frame) {
        Result newest = row.newest();
        Duration took = row.took();
        List<Cell> cells = List.of(mark(row, frame), Cell.of(row.sample().shows()), Cell.of(row.sample().requestId()),
                new Cell(statuses(row), newest == null ? Terminal.DIM : Terminal.colour(newest.status())),
                Cell.of(newest == null ? "" : newest.sequence()),
                Cell.of(took == null ? "" : String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0)),
                Cell.of(row.reference()));
        return terminal.width() >= WIDTH_FOR_REFERENCES ? cells : cells.subList(0, cells.size() - 1);
    }

    private Cell mark(SampleRow row, long frame) {
        if (!row.isDone()) {
            return row.isSent() ? new Cell(terminal.spinner(frame), Terminal.CYAN) : Cell.of(" ");
        }
        return row.asExpected() ? new Cell(terminal.tick(), Terminal.GREEN) : new Cell(terminal.cross(), Terminal.RED);
    }

    private String statuses(SampleRow row) {
        if (row.results().isEmpty()) {
            return row.isSent() ? "sent" : row.isDone() ? "not sent" : "after " + row.sample().after();
        }
        List<String> shown = new ArrayList<>();
        int times = 1;
        for (int i = 0; i < row.results().size(); i++) {
            String status = status(row.results().get(i));
            boolean again = i > 0 && status.equals(status(row.results().get(i - 1)));
            times = again ? times + 1 : 1;
            if (again) {
                shown.remove(shown.size() - 1);
            }
            shown.add(times > 1 ? status + terminal.times() + times : status);
        }
        return String.join(terminal.arrow(), shown);
    }

    private static String status(Result result) {
        return result.status() + (result.replayed() ? " (replayed)" : "")
                + (result.status().equals("REJECTED") ? " " + result.category() : "");
    }
}
