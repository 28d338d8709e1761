package dev.sluice.ledger;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a submission's claim ended.
 *
 * @param standing what the step may do now
 * @param entry    the request's row
 * @param recorded what this step recorded before, for {@link Standing#DONE}
 * @param newest   the newest result's text, for {@link Standing#DUPLICATE}, once something is recorded
 */
public record Claim(Standing standing, @Nullable Entry entry, @Nullable Recorded recorded, @Nullable String newest) {

    /**
     * The row, which is there but for {@link Standing#DONE}, {@link Standing#NUMBERED_LIKE_ANOTHER},
     * {@link Standing#BEFORE_TENANTS}, {@link Standing#OVER_THE_DAY} and {@link Standing#HELD_BACK}.
     */
    public Entry row() {
        return Objects.requireNonNull(entry);
    }

    /** What this step recorded, which is there for {@link Standing#DONE}. */
    public Recorded done() {
        return Objects.requireNonNull(recorded);
    }

    public enum Standing {
        /** The row is this step's, and nothing was called before: call. */
        FRESH,
        /** The row is this step's and it began before: nobody knows whether the call took effect. */
        REDELIVERED,
        /** This step is in the journal: publish again what it recorded. */
        DONE,
        /** Another message of the same request has the row. */
        DUPLICATE,
        /** There is no row yet, and another order of the provider has the number: claim under another one. */
        NUMBERED_LIKE_ANOTHER,
        /** A request of no tenant has this id, and may be just this one: nothing is written. */
        BEFORE_TENANTS,
        /** It would be more than the account may give today: nothing is written. */
        OVER_THE_DAY,
        /** All submissions are held back: nothing is written, and the message waits. */
        HELD_BACK,
        /** The step was handed the claim once, but something else ended or moved on the request: end silently. */
        OVERTAKEN
    }
}
