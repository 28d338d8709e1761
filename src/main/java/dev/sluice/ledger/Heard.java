package dev.sluice.ledger;

/**
 * What was heard of a request beside its status.
 *
 * @param known whether it shows that the provider knows the order
 * @param said  what the provider said, where that tells nothing of the request, or null
 * @param word  a note of what was said, or null
 */
public record Heard(boolean known, String said, Act word) {

    static final Heard NOTHING = new Heard(false, null, null);
}
