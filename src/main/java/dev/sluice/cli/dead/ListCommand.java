package dev.sluice.cli.dead;

import dev.sluice.cli.BrokerClient;
import dev.sluice.cli.BrokerSettings;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Table;
import dev.sluice.cli.TerminalJson;
import dev.sluice.queue.Queues;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sluice dead list}: what could not be processed and why, oldest first. */
@Command(name = "list")
final class ListCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Option(names = "--queue", paramLabel = "Q")
    private @Nullable String queue;
    @Option(names = "--fingerprint", paramLabel = "F")
    private @Nullable String fingerprint;
    @Option(names = "--limit", paramLabel = "N", defaultValue = "50")
    private int limit;
    @Option(names = "--json")
    private boolean json;

    ListCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        if (limit < 1) {
            throw Problem.usage("--limit must be 1 or more.");
        }
        List<DeadLetter> found = new ArrayList<>();
        boolean[] more = new boolean[1];
        try (BrokerClient broker = BrokerClient
                .connect(BrokerSettings.read(surroundings.home(), surroundings.environment()))) {
            new DeadQueue(broker).look(selector(), (letter, message) -> {
                more[0] = found.size() == limit;
                return !more[0] && found.add(letter);
            });
        }
        if (json) {
            found.forEach(letter -> surroundings.out().println(TerminalJson.line(letter.json())));
        } else if (found.isEmpty()) {
            surroundings.out()
                    .println("Nothing " + (selector() == null ? "" : "like that ") + "is on " + Queues.DEAD + ".");
        } else {
            show(found);
            if (more[0]) {
                surroundings.out().println("There are more; --limit shows more than " + limit + ".");
            }
        }
        return 0;
    }

    private void show(List<DeadLetter> letters) {
        Table table = new Table(List.of(new Table.Column("ID", 8, 8), new Table.Column("AT", 20, 20),
                new Table.Column("QUEUE", 15, 8), new Table.Column("REQUEST", 10, 8), new Table.Column("ERROR", 8, 8),
                new Table.Column("WHY", 20, 10)), surroundings.terminal());
        TreeSet<String> ids = new TreeSet<>(letters.stream().map(DeadLetter::id).toList());
        List<List<Table.Cell>> rows = letters.stream().map(letter -> Stream.of(id(letter, ids),
                letter.at().replaceFirst("\\.\\d+Z$", "Z"), letter.queue(), letter.requestId(), letter.fingerprint(),
                letter.reason())
                .map(Table.Cell::of).toList()).toList();
        table.fit(rows);
        surroundings.out().println(table.header());
        rows.forEach(row -> surroundings.out().println(table.line(row)));
    }

    /** As much of it as tells it from the others that are shown. */
    private static String id(DeadLetter letter, TreeSet<String> ids) {
        int length = letter.shortId().length();
        for (String other : new String[]{ids.lower(letter.id()), ids.higher(letter.id())}) {
            while (other != null && length < letter.id().length()
                    && other.startsWith(letter.id().substring(0, length))) {
                length++;
            }
        }
        return letter.id().substring(0, length);
    }

    private @Nullable String selector() {
        List<String> conditions = new ArrayList<>();
        if (queue != null) {
            conditions.add(DeadQueue.equal("deadQueue", queue));
        }
        if (fingerprint != null) {
            conditions.add(DeadQueue.equal("deadFingerprint", fingerprint));
        }
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }
}
