package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * What a step recorded: enough to publish it again.
 *
 * @param sequence 0 where the step published no result
 * @param result   the result's JSON text, where the step published one
 * @param followUp the message that goes on from here, as JSON text, where one does
 * @param before   whether it was recorded before now, by another delivery of the step
 */
public record Recorded(String stepId, int sequence, @Nullable String result, @Nullable String followUp,
        boolean before) {
}
