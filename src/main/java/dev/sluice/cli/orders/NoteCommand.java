package dev.sluice.cli.orders;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice orders note}: has people know something of a request, whose state it leaves as it is. */
@Command(name = "note")
final class NoteCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Mixin
    private final OneRequest request = new OneRequest();
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;

    NoteCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        request.tell(surroundings, telling, decider.act(Act.NOTE));
        return 0;
    }
}
