package dev.sluice.ledger;

/** The database did not do what was asked of it. Nothing is known to be written; the step must come back. */
public final class LedgerUnavailable extends RuntimeException {

    LedgerUnavailable(Throwable cause) {
        super("the ledger is not available: " + cause.getMessage(), cause);
    }
}
