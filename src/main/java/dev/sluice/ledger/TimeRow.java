package dev.sluice.ledger;

/**
 * What time it is by the ledger, epoch milliseconds.
 *
 * @param at        as Sluice noted it last by a clock that it believed
 * @param confirmed as a person confirmed it last, 0 where nobody did
 */
public record TimeRow(long at, long confirmed) {
}
