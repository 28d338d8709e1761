package dev.sluice.cli.demo;

import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.Terminal;
import dev.sluice.sandbox.Inputs;
import dev.sluice.sandbox.Inputs.Input;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What to send to the sandbox for which outcome: a table for each operation and the field that decides. */
final class InputsTable {

    private InputsTable() {
    }

    static void print(Surroundings surroundings) {
        Map<String, List<Input>> groups = Inputs.all().stream().collect(Collectors.groupingBy(InputsTable::title,
                LinkedHashMap::new, Collectors.toList()));
        groups.forEach((title, inputs) -> {
            Table table = new Table(List.of(new Table.Column("VALUE", 20, 12), new Table.Column("OUTCOME", 20, 20),
                    new Table.Column("THE DOUBLE", 20, 20)), surroundings.terminal());
            List<List<Table.Cell>> rows = inputs.stream().map(InputsTable::cells).toList();
            table.fit(rows);
            surroundings.out().println(title);
            surroundings.out().println(table.header());
            rows.forEach(row -> surroundings.out().println(table.line(row)));
            surroundings.out().println();
        });
        surroundings.out().println("PENDING may come between. What waits for poll.budget ends UNRESOLVED only then.");
        surroundings.out().println("Webhooks and their faults, at /sandbox/, need SLUICE_SANDBOX_WEBHOOKS=true.");
    }

    private static String title(Input input) {
        return input.provider() + "  " + input.operation() + "  by " + input.field()
                + (input.first() == null ? "" : ", after a " + input.first())
                + (input.needs() == null ? "" : ", which needs " + input.needs());
    }

    private static List<Table.Cell> cells(Input input) {
        String end = input.outcome().replaceFirst(" \\(.*", "").replaceFirst(".* ", "");
        return List.of(Table.Cell.of(input.value()), new Table.Cell(input.outcome(), Terminal.colour(end)),
                Table.Cell.of(input.does()));
    }
}
