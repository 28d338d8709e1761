package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.ledger.ActRow;
import dev.sluice.ledger.RequestRow;
import dev.sluice.ledger.StepRow;
import java.util.List;

/** Histories of requests, for other commands. */
public final class Histories {

    private Histories() {
    }

    /** As {@code ./sluice orders show --json} has it, but for what can be done next. */
    public static ObjectNode json(RequestRow request, List<StepRow> steps, List<ActRow> acts, long now) {
        return new History(request, steps, acts).json(now);
    }
}
