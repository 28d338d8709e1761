package dev.sluice.cli.demo;

import dev.sluice.cli.Redrawn;
import dev.sluice.cli.Result;
import dev.sluice.cli.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** The rows as a table that is redrawn in its place. */
final class LiveBoard implements Board {

    private final Redrawn lines;
    private final Terminal terminal;
    private final RowsTable table;
    private long frame;
    private boolean passing;

    LiveBoard(PrintStream out, Terminal terminal, RowsTable table) {
        this.lines = new Redrawn(out);
        this.terminal = terminal;
        this.table = table;
    }

    @Override
    public void waiting(String what, Duration since) {
        passing = true;
        lines.draw(List.of(terminal.paint(Terminal.CYAN, terminal.spinner(frame++)) + " " + what + ", "
                + since.toSeconds() + " s"));
    }

    @Override
    public void sent(SampleRow row, Duration at) {
        lines.draw(table.lines(frame, at));
    }

    @Override
    public void result(SampleRow row, Result result, Duration at) {
        lines.draw(table.lines(frame, at));
    }

    @Override
    public void tick(Duration at) {
        lines.draw(table.lines(++frame, at));
    }

    @Override
    public void say(String line) {
        lines.say(line, passing);
        passing = false;
    }

    @Override
    public void close() {
        lines.close();
    }
}
