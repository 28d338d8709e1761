package dev.sluice.ledger;

/**
 * A webhook that was not taken. Nothing of what its sender wrote is kept.
 *
 * @param provider {@code none} where it came to no account's address
 * @param account  empty there
 * @param reason   one of few words of our own
 * @param detail   what is wrong with it, without any value; may be empty
 * @param at       epoch milliseconds
 */
public record RefusedWebhook(String provider, String account, String reason, String detail, long at) {
}
