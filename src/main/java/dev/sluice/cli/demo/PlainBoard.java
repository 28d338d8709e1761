package dev.sluice.cli.demo;

import dev.sluice.cli.Result;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** One line for each thing that happens: for files, pipes and terminals that cannot be redrawn. */
final class PlainBoard implements Board {

    private final PrintStream out;
    private final Table table = new Table(List.of(new Table.Column("", 6, 6), new Table.Column("", 20, 20),
            new Table.Column("", 22, 22), new Table.Column("", 0, 0)), Terminal.plain(false));
    private String waitingFor = "";

    PlainBoard(PrintStream out) {
        this.out = out;
    }

    @Override
    public void waiting(String what, Duration since) {
        if (!what.equals(waitingFor)) {
            waitingFor = what;
            out.println(what);
        }
    }

    @Override
    public void sent(SampleRow row, Duration at) {
        line(at, row, "sent", "to " + row.sample().queue() + ": " + row.sample().shows() + ". " + row.sample().note());
    }

    @Override
    public void result(SampleRow row, Result result, Duration at) {
        String status = result.status() + (result.replayed() ? " (replayed)" : "");
        String detail = "sequence " + result.sequence()
                + (result.providerReference().isEmpty() ? "" : ", reference " + result.providerReference())
                + (result.error().isEmpty() ? "" : ", " + result.category() + ": " + result.error());
        line(at, row, status, detail);
    }

    @Override
    public void tick(Duration at) {
    }

    @Override
    public void say(String line) {
        out.println(line);
    }

    @Override
    public void close() {
    }

    private void line(Duration at, SampleRow row, String what, String detail) {
        String time = String.format(Locale.ROOT, "%.1f s", at.toMillis() / 1000.0);
        out.println(table.line(List.of(Table.Cell.of(time), Table.Cell.of(row.sample().requestId()),
                Table.Cell.of(what), Table.Cell.of(detail))));
    }
}
