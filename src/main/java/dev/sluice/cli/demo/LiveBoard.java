package dev.sluice.cli.demo;

import dev.sluice.cli.Result;
import dev.sluice.cli.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The rows as a table that is redrawn in its place. */
final class LiveBoard implements Board {

    // Lines are cut by us; without wrapping a terminal made narrower meanwhile still has one line a row.
    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";
    private static final String CLEAR_TO_END = "\033[0J";
    private static final String CLEAR_LINE = "\033[K";

    private final PrintStream out;
    private final Terminal terminal;
    private final RowsTable table;
    private int drawn;
    private long frame;
    private boolean passing;
    private boolean closed;

    LiveBoard(PrintStream out, Terminal terminal, RowsTable table) {
        this.out = out;
        this.terminal = terminal;
        this.table = table;
        out.print(HIDE_CURSOR + NO_WRAP);
    }

    @Override
    public void waiting(String what, Duration since) {
        passing = true;
        redraw(List.of(terminal.paint(Terminal.CYAN, terminal.spinner(frame++)) + " " + what + ", "
                + since.toSeconds() + " s"));
    }

    @Override
    public void sent(SampleRow row, Duration at) {
        redraw(table.lines(frame, at));
    }

    @Override
    public void result(SampleRow row, Result result, Duration at) {
        redraw(table.lines(frame, at));
    }

    @Override
    public void tick(Duration at) {
        redraw(table.lines(++frame, at));
    }

    @Override
    public synchronized void say(String line) {
        if (!closed) {
            out.println((passing ? top() + CLEAR_TO_END : "") + WRAP + line + NO_WRAP);
            passing = false;
            drawn = 0;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            out.print(WRAP + SHOW_CURSOR);
            out.flush();
        }
    }

    private synchronized void redraw(List<String> lines) {
        if (closed) {
            return;
        }
        StringBuilder screen = new StringBuilder(top());
        lines.forEach(line -> screen.append(line).append(CLEAR_LINE).append('\n'));
        out.print(screen.append(CLEAR_TO_END));
        out.flush();
        drawn = lines.size();
    }

    private String top() {
        return drawn > 0 ? "\033[" + drawn + "A\r" : "\r";
    }
}
