package dev.sluice.cli.acts;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice acts}: what people did, in files that show whether the ledger was changed behind them. */
@Command(name = "acts")
public final class ActsCommand implements Callable<Integer> {

    private ActsCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new ActsCommand()).addSubcommand(new ExportCommand(surroundings))
                .addSubcommand(new VerifyCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: export or verify (./sluice help acts)");
    }
}
