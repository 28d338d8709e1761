package dev.sluice.ledger;

/**
 * What a step sent to its provider and what that answered, redacted. It is written with what the step records, and never
 * by itself.
 *
 * @param text as JSON
 * @param at   when the step began to call, epoch milliseconds
 */
public record Exchanged(String text, long at) {
}
