package dev.sluice.ledger;

/**
 * What is kept of the calls of a step.
 *
 * @param said how the step came to call, and its {@code exchanges}, redacted, as JSON
 * @param at   when it began to call, epoch milliseconds
 */
public record ExchangeRow(String stepId, String said, long at) {
}
