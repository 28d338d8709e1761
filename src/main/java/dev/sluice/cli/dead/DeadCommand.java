package dev.sluice.cli.dead;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice dead}: messages that could not be processed. */
@Command(name = "dead")
public final class DeadCommand implements Callable<Integer> {

    private DeadCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new DeadCommand()).addSubcommand(new ListCommand(surroundings))
                .addSubcommand(new ShowDeadCommand(surroundings)).addSubcommand(new ReplayCommand(surroundings))
                .addSubcommand(new DiscardCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: list, show, replay or discard (./sluice help dead)");
    }
}
