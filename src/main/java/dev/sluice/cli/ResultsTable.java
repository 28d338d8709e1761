package dev.sluice.cli;

import java.util.List;

/** One line a result. */
final class ResultsTable {

    private final Table table;

    ResultsTable(Terminal terminal) {
        table = new Table(List.of(
                new Table.Column("REQUEST", 24, 12), new Table.Column("PROVIDER", 10, 6),
                new Table.Column("OPERATION", 14, 8), new Table.Column("SEQ", 3, 3),
                new Table.Column("STATUS", 10, 10), new Table.Column("REFERENCE OR ERROR", 20, 8),
                new Table.Column("AT", 24, 8)), terminal);
    }

    void fit(List<Waiting> messages) {
        table.fit(messages.stream().map(this::cells).toList());
    }

    String header() {
        return table.header();
    }

    String line(Waiting message) {
        return table.line(cells(message));
    }

    private List<Table.Cell> cells(Waiting message) {
        Result result = Result.of(message.body());
        String status = result.status() + (result.replayed() ? " (replayed)" : "");
        String detail = result.error().isEmpty() ? result.providerReference()
                : (result.category() + " " + result.error()).strip();
        return List.of(Table.Cell.of(result.requestId()), Table.Cell.of(result.provider()),
                Table.Cell.of(result.operation()), Table.Cell.of(result.sequence()),
                new Table.Cell(status, Terminal.colour(result.status())), Table.Cell.of(detail),
                Table.Cell.of(result.occurredAt()));
    }
}
