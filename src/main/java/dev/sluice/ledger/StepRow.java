package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A step that is done.
 *
 * @param sequence of the result that it published, 0 where it published none
 * @param status   null where it published none
 * @param result   what it published, or null
 * @param followUp the step that goes on from here, or null
 * @param at       epoch milliseconds
 */
public record StepRow(String stepId, int sequence, String status, ObjectNode result, ObjectNode followUp, long at) {
}
