package dev.sluice.cli.ledger;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code sluice ledger}: what time it is by the ledger, by which Sluice forgets what it kept long enough; and its
 * move to a server.
 */
@Command(name = "ledger")
public final class LedgerCommand implements Callable<Integer> {

    private LedgerCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new LedgerCommand()).addSubcommand(new ClockCommand(surroundings))
                .addSubcommand(new ConfirmClockCommand(surroundings)).addSubcommand(new MoveCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: clock, confirm-clock or move (./sluice help ledger)");
    }
}
