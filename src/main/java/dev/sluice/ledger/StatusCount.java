package dev.sluice.ledger;

/**
 * Requests of a provider that have the same status.
 *
 * @param status {@code CLAIMED} where none is recorded yet
 * @param ended  whether that is their last
 * @param oldest when that of them was changed that was changed first, epoch milliseconds
 */
public record StatusCount(String family, String provider, String status, boolean ended, long count, long oldest) {
}
