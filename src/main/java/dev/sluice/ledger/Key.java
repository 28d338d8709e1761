package dev.sluice.ledger;

/** What identifies a request: its id within its family. */
public record Key(String family, String requestId) {
}
