package dev.sluice.ledger;

/**
 * How a submission's claim ended.
 *
 * @param standing what the step may do now
 * @param entry    the request's row
 * @param recorded what this step recorded before, for {@link Standing#DONE}
 * @param newest   the newest result's text, for {@link Standing#DUPLICATE}; null where nothing is recorded yet
 */
public record Claim(Standing standing, Entry entry, Recorded recorded, String newest) {

    public enum Standing {
        /** The row is this step's, and nothing was called before: call. */
        FRESH,
        /** The row is this step's and it began before: nobody knows whether the call took effect. */
        REDELIVERED,
        /** This step is in the journal: publish again what it recorded. */
        DONE,
        /** Another message of the same request has the row. */
        DUPLICATE,
        /** The step was handed the claim once, but something else ended or moved on the request: end silently. */
        OVERTAKEN
    }
}
