package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * A step that is done.
 *
 * @param sequence of the result that it published, 0 where it published none
 * @param status   where it published one
 * @param result   what it published, if anything
 * @param followUp the step that goes on from here, if any
 * @param at       epoch milliseconds
 * @param plan     the fingerprint of the files that it was done by, where it was noted
 */
public record StepRow(String stepId, int sequence, @Nullable String status, @Nullable ObjectNode result,
        @Nullable ObjectNode followUp, long at, @Nullable String plan) {
}
