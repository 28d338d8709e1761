package dev.sluice.cli.orders;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.outcome.Status;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice orders resolve}: a person ends what nobody else can end. */
@Command(name = "resolve")
final class ResolveCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final OneRequest request = new OneRequest();
    @Mixin
    private final Decider decider;
    @Mixin
    private final Many many = new Many();
    @Mixin
    private final Telling telling;
    @ArgGroup(multiplicity = "1")
    private End end;

    ResolveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        return many.tell(surroundings, telling, request, decider.act("resolve").put("status",
                (end.completed ? Status.COMPLETED : Status.FAILED).name()));
    }

    private static final class End {
        @Option(names = "--completed", required = true)
        private boolean completed;
        @Option(names = "--failed", required = true)
        @SuppressWarnings("unused") // That one of the two is there is picocli's; this is the one that is not read.
        private boolean failed;
    }
}
