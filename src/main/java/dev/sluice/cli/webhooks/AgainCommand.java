package dev.sluice.cli.webhooks;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice webhooks again}: has the provider asked about the order that a verified webhook was about. */
@Command(name = "again")
final class AgainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "ID", arity = "1")
    private String id;
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;

    AgainCommand(Surroundings surroundings) {
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        telling.tell(decider.act(Act.AGAIN).put("webhook", id), id, "./sluice webhooks show " + id);
        return 0;
    }
}
