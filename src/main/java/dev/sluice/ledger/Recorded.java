package dev.sluice.ledger;

/**
 * What a step recorded: enough to publish it again.
 *
 * @param sequence 0 where the step published no result
 * @param result   the result's JSON text, null where the step published none
 * @param followUp the message that goes on from here, as JSON text, null where none does
 * @param before   whether it was recorded before now, by another delivery of the step
 */
public record Recorded(String stepId, int sequence, String result, String followUp, boolean before) {
}
