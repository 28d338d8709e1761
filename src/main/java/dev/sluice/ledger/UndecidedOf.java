package dev.sluice.ledger;

/**
 * Requests of one account that wait for somebody's word, as far as they were counted.
 *
 * @param status {@code UNKNOWN} or {@code UNRESOLVED}
 * @param since  when the oldest of them was first to be asked about, epoch milliseconds
 * @param whole  whether all of the provider's of this status were counted
 */
public record UndecidedOf(String provider, String account, String status, long count, long since, boolean whole) {

    UndecidedOf inPart() {
        return new UndecidedOf(provider, account, status, count, since, false);
    }

    public boolean isOf(String ofProvider, String ofAccount) {
        return provider.equals(ofProvider) && account.equals(ofAccount);
    }
}
