package dev.sluice.ledger;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is kept of the calls of a step.
 *
 * @param said how the step came to call, and its {@code exchanges}, redacted
 * @param at   when it began to call, epoch milliseconds
 */
public record ExchangeRow(String stepId, ObjectNode said, long at) {
}
