package dev.sluice.ledger;

import dev.sluice.outcome.Status;

/**
 * Requests of a provider that wait in one status.
 *
 * @param since when the oldest of them was first to be asked about, epoch milliseconds
 */
public record Open(String provider, Status status, long count, long since) {
}
