package dev.sluice.ledger;

/**
 * Requests of one account that wait for somebody's word, as far as they were counted.
 *
 * @param status {@code UNKNOWN} or {@code UNRESOLVED}
 * @param since  when the oldest of them was first to be asked about, epoch milliseconds
 */
public record UndecidedOf(String provider, String account, String status, long count, long since) {

    public boolean isOf(String ofProvider, String ofAccount) {
        return provider.equals(ofProvider) && account.equals(ofAccount);
    }
}
