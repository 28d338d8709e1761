package dev.sluice.cli;

import dev.sluice.text.Shown;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a header, as wide as their content where the terminal has room, cut where it has not. */
public final class Table {

    private static final String GAP = "  ";

    /**
     * @param usual   the width that is kept even when nothing needs it
     * @param least   the width below which it is never cut
     * @param keepEnd cut last and in front, because the newest is at the end
     */
    public record Column(String title, int usual, int least, boolean keepEnd) {

        public Column(String title, int usual, int least) {
            this(title, usual, least, false);
        }
    }

    /** @param style an ANSI style such as {@link Terminal#GREEN}, or empty */
    public record Cell(String text, String style) {

        public Cell {
            text = Shown.line(text);
        }

        public static Cell of(String text) {
            return new Cell(text, "");
        }
    }

    private final List<Column> columns;
    private final Terminal terminal;
    private final int[] widths;

    public Table(List<Column> columns, Terminal terminal) {
        this.columns = List.copyOf(columns);
        this.terminal = terminal;
        this.widths = new int[columns.size()];
        fit(List.of());
    }

    /** Makes room for these rows; rows shown later keep these widths. */
    public void fit(List<List<Cell>> rows) {
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            int widest = Math.max(column.usual(), DisplayText.width(column.title()));
            for (List<Cell> row : rows) {
                widest = Math.max(widest, DisplayText.width(row.get(i).text()));
            }
            widths[i] = widest;
        }
        int room = terminal.width() - 1 - GAP.length() * (widths.length - 1);
        shrink(room, false);
        shrink(room, true);
    }

    public String header() {
        List<Cell> titles = columns.stream().map(column -> new Cell(column.title(), Terminal.BOLD)).toList();
        return line(titles);
    }

    public String line(List<Cell> cells) {
        List<String> shown = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = cells.get(i);
            shown.add(terminal.paint(cell.style(), shown(i, cell.text())));
        }
        return String.join(GAP, shown).stripTrailing();
    }

    private String shown(int i, String text) {
        boolean last = i == widths.length - 1;
        String cut = !terminal.moving() ? text
                : columns.get(i).keepEnd() ? DisplayText.cutFront(text, widths[i], terminal.ellipsis())
                        : DisplayText.cut(text, widths[i], terminal.ellipsis());
        return last ? cut : DisplayText.pad(cut, widths[i]);
    }

    private void shrink(int room, boolean keepEnd) {
        int widest = widest(keepEnd);
        while (Arrays.stream(widths).sum() > room && widest >= 0) {
            widths[widest]--;
            widest = widest(keepEnd);
        }
    }

    /** Of those of this kind that may still be cut, or -1. */
    private int widest(boolean keepEnd) {
        int widest = -1;
        for (int i = 0; i < widths.length; i++) {
            Column column = columns.get(i);
            if (column.keepEnd() == keepEnd && widths[i] > column.least()
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
