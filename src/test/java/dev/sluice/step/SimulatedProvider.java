package dev.sluice.step;

import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;

/**
 * A provider as it is itself, and what reaches Sluice of its answers. It never says that it has no such order unless
 * told to.
 */
final class SimulatedProvider {

    private static final int ASKS_UNTIL_DONE = 2;

    private final boolean accepts;
    private final boolean saysNoSuchOrder;
    private int asked;

    /** Calls that left for the provider, whether or not they arrived. */
    int calls;
    /** Calls whose answer came. */
    int answered;
    /** Calls that took effect. */
    int effects;

    SimulatedProvider(boolean accepts, boolean saysNoSuchOrder) {
        this.accepts = accepts;
        this.saysNoSuchOrder = saysNoSuchOrder;
    }

    Outcome call() {
        calls++;
        effects++;
        answered++;
        if (accepts) {
            return new Outcome(Kind.ACCEPTED, "REF", "1", Json.object(), null, null);
        }
        return effects == 1 ? new Outcome(Kind.COMPLETED, "REF", null, Json.object(), null, null)
                : error(Kind.FAILED, Category.PIN_CONSUMED, "2109");
    }

    Outcome lostBeforeItsEffect() {
        calls++;
        return error(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null);
    }

    Outcome lostAfterItsEffect() {
        call();
        answered--;
        return error(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null);
    }

    Outcome notSent() {
        return error(Kind.NOT_SENT, Category.UNAVAILABLE, null);
    }

    Outcome ask() {
        if (effects == 0) {
            return saysNoSuchOrder ? error(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")
                    : error(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null);
        }
        asked++;
        return new Outcome(asked > ASKS_UNTIL_DONE ? Kind.COMPLETED : Kind.PROGRESS, "REF",
                asked > ASKS_UNTIL_DONE ? "8" : "1", Json.object(), null, null);
    }

    static Outcome error(Kind kind, Category category, String code) {
        return new Outcome(kind, null, null, null, new Outcome.Failure(category, code, "simulated"), null);
    }
}
