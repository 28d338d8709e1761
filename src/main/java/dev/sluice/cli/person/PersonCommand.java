package dev.sluice.cli.person;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice person}: what the ledger has of one person, and how that is taken out. */
@Command(name = "person")
public final class PersonCommand implements Callable<Integer> {

    private PersonCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new PersonCommand()).addSubcommand(new FindCommand(surroundings))
                .addSubcommand(new ExportCommand(surroundings)).addSubcommand(new EraseCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: find, export or erase (./sluice help person)");
    }
}
