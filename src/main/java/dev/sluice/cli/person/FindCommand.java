package dev.sluice.cli.person;

import dev.sluice.cli.Moments;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.TerminalJson;
import dev.sluice.cli.dead.DeadOf;
import dev.sluice.json.Json;
import dev.sluice.ledger.Person;
import dev.sluice.ledger.PersonFound;
import dev.sluice.queue.Queues;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice person find}: in which requests and dead letters a person is. */
@Command(name = "find")
final class FindCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Given given = new Given();
    @Option(names = "--ledger-only")
    private boolean ledgerOnly;
    @Option(names = "--json")
    private boolean json;

    FindCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Given.Seen seen = given.look(surroundings);
        if (json) {
            seen.found().forEach(one -> surroundings.out().println(TerminalJson.line(Json.object()
                    .put("family", one.request().family()).put("requestId", one.request().requestId())
                    .put("status", one.request().status()).put("final", one.request().isFinal())
                    .put("since", Moments.at(one.request().since())).put("by", by(one)))));
        } else if (seen.found().isEmpty()) {
            surroundings.out().println("No request has it.");
        } else {
            show(seen.found());
        }
        return ledgerOnly ? 0 : dead(seen.person());
    }

    private int dead(Person person) {
        List<String> letters;
        try {
            letters = DeadOf.whom(surroundings, text -> person.in(text) != null);
        } catch (Problem e) {
            throw Problem.failed(Queues.DEAD + " was not looked at (--ledger-only does without it): " + e.getMessage());
        }
        for (String id : letters) {
            surroundings.out().println(json
                    ? TerminalJson.line(Json.object().put("queue", Queues.DEAD).put("message", id))
                    : "It is in the message " + id + " on " + Queues.DEAD + ": ./sluice dead show " + id);
        }
        return 0;
    }

    private void show(List<PersonFound> found) {
        Table table = new Table(List.of(new Table.Column("FAMILY", 8, 6), new Table.Column("REQUEST", 20, 8),
                new Table.Column("STATUS", 10, 8), new Table.Column("SINCE", 24, 20), new Table.Column("BY", 6, 4)),
                surroundings.terminal());
        List<List<Table.Cell>> rows = found.stream().map(one -> Stream.of(one.request().family(),
                one.request().requestId(), Objects.requireNonNullElse(one.request().status(), "(none yet)"),
                Moments.at(one.request().since()), by(one)).map(Table.Cell::of).toList()).toList();
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
    }

    static String by(PersonFound found) {
        return found.fit().name().toLowerCase(Locale.ROOT);
    }
}
