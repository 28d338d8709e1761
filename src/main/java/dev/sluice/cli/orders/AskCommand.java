package dev.sluice.cli.orders;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice orders ask}: asks the provider now what became of a request, or of many. */
@Command(name = "ask")
final class AskCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final OneRequest request = new OneRequest();
    @Mixin
    private final Decider decider;
    @Mixin
    private final Many many = new Many();
    @Mixin
    private final Telling telling;

    AskCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        return many.tell(surroundings, telling, request, decider.act("ask"));
    }
}
