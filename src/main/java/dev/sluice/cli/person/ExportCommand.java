package dev.sluice.cli.person;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Lines;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.orders.Histories;
import dev.sluice.json.Json;
import dev.sluice.ledger.PersonFound;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice person export}: all that the ledger has of a person, as lines. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final Given given = new Given();
    @Option(names = "--possible")
    private boolean possible;

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Lines lines = new Lines(surroundings.out());
        Given.Seen seen = given.look(surroundings);
        List<PersonFound> found = seen.told(possible);
        LedgerAccess.read(surroundings, ledger -> {
            for (PersonFound one : found) {
                ObjectNode line = Histories.json(one.request(), ledger, System.currentTimeMillis());
                lines.write(line.put("foundBy", FindCommand.by(one)));
            }
            return lines;
        });
        lines.end(Json.object().put("requests", found.size()));
        seen.leftOut(found).ifPresent(line -> surroundings.err().println(line + "; --possible exports those too."));
        return 0;
    }
}
