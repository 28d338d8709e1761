package dev.sluice.ledger;

/** Requests for one operation of one account that have not ended. */
public record OpenOf(String provider, String account, String operation, long count) {
}
