package dev.sluice.cli.broker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Decider;
import dev.sluice.cli.LedgerAccess;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.ledger.LedgerWriter.Adoption;
import dev.sluice.outcome.Masking;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice broker adopt}: lets the ledger have the broker that refused it. */
@Command(name = "adopt")
final class AdoptCommand implements Callable<Integer> {

    private final Surroundings surroundings;
    @Mixin
    private final Decider decider;

    AdoptCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.decider = new Decider(surroundings);
    }

    @Override
    public Integer call() {
        ObjectNode act = decider.act("adopt");
        Adoption adoption = LedgerAccess
                .write(surroundings, ledger -> ledger.adopt(Masking.remark(act.path("by").asText()),
                        Masking.remark(act.path("why").asText()), System.currentTimeMillis()))
                .orElseThrow(() -> Problem.failed(
                        "no broker has refused this ledger; do this where Sluice ended because its broker belongs"
                                + " to another one."));
        surroundings.out().println("The broker that is marked for the ledger " + adoption.mark() + " belongs to "
                + adoption.ledger() + " from the next start of Sluice on.");
        return 0;
    }
}
