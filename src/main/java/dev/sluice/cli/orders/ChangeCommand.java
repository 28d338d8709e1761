package dev.sluice.cli.orders;

import dev.sluice.cli.Decider;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Telling;
import dev.sluice.ledger.Act;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code sluice orders approve} and {@code withdraw}, the word of a second person about what the first one wants, and
 * {@code bulk stop} and {@code bulk resume}.
 */
@Command
final class ChangeCommand implements Callable<Integer> {

    private static final Set<String> GOES_ON = Set.of(Act.APPROVE, Act.BULK_RESUME);

    private final Surroundings surroundings;
    private final String act;

    @Parameters(paramLabel = "ID", arity = "1")
    private String id;
    @Mixin
    private final Decider decider;
    @Mixin
    private final Telling telling;

    ChangeCommand(Surroundings surroundings, String act) {
        this.surroundings = surroundings;
        this.act = act;
        this.decider = new Decider(surroundings);
        this.telling = new Telling(surroundings);
    }

    @Override
    public Integer call() {
        telling.tell(decider.act(act).put("bulk", id), id, "./sluice orders bulk report " + id);
        if (GOES_ON.contains(act)) {
            new Following(surroundings, id).toItsEnd();
        }
        return 0;
    }
}
