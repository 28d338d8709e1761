package dev.sluice.cli.broker;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice broker}: to which ledger the broker belongs, and who may connect to it. */
@Command(name = "broker")
public final class BrokerCommand implements Callable<Integer> {

    private BrokerCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new BrokerCommand()).addSubcommand(new AdoptCommand(surroundings))
                .addSubcommand(new UserCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: adopt or user (./sluice help broker)");
    }
}
