package dev.sluice.cli.webhooks;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice webhooks}: which webhooks came, and what followed from each. */
@Command(name = "webhooks")
public final class WebhooksCommand implements Callable<Integer> {

    private WebhooksCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new WebhooksCommand()).addSubcommand(new ListCommand(surroundings))
                .addSubcommand(new ShowCommand(surroundings)).addSubcommand(new AgainCommand(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: list, show or again (./sluice help webhooks)");
    }
}
