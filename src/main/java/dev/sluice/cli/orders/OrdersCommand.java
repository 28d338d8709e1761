package dev.sluice.cli.orders;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code sluice orders}: what became of a request, and what a person decides about it. All families are meant. */
@Command(name = "orders")
public final class OrdersCommand implements Callable<Integer> {

    private OrdersCommand() {
    }

    public static CommandLine of(Surroundings surroundings) {
        return new CommandLine(new OrdersCommand()).addSubcommand(new FindCommand(surroundings))
                .addSubcommand(new ShowOrderCommand(surroundings)).addSubcommand(new ResolveCommand(surroundings))
                .addSubcommand(new AskCommand(surroundings)).addSubcommand(new NoteCommand(surroundings))
                .addSubcommand("approve", new ChangeCommand(surroundings, Act.APPROVE))
                .addSubcommand("withdraw", new ChangeCommand(surroundings, Act.WITHDRAW))
                .addSubcommand(new ExportCommand(surroundings)).addSubcommand(BulkCommand.of(surroundings));
    }

    @Override
    public Integer call() {
        throw Problem.usage("say which: find, show, resolve, approve, withdraw, ask, note, bulk or export"
                + " (./sluice help orders)");
    }
}
