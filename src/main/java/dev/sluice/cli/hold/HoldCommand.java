package dev.sluice.cli.hold;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.Act;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice hold}: has every replica submit nothing, or nothing of an account, until it is released. */
@Command(name = "hold")
public final class HoldCommand implements Callable<Integer> {

    @Mixin
    private final HeldAccount held = new HeldAccount();
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;

    public HoldCommand(Surroundings surroundings) {
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        telling.tell(held.in(decider.act(Act.HOLD)), held.subject(), "./sluice status");
        return 0;
    }
}
