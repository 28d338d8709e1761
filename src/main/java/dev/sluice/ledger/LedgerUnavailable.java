package dev.sluice.ledger;

import dev.sluice.text.QuotesNothing;
import org.jspecify.annotations.Nullable;

/** The database did not do what was asked of it. Nothing is known to be written; the step must come back. */
public sealed class LedgerUnavailable extends RuntimeException implements QuotesNothing {

    LedgerUnavailable(Throwable cause) {
        this(cause.getMessage(), cause);
    }

    LedgerUnavailable(@Nullable String reason, Throwable cause) {
        super("the ledger is not available: " + reason, cause);
    }

    /** It may have been written all the same. */
    static final class InDoubt extends LedgerUnavailable {

        InDoubt(Throwable cause) {
            super("it is not known whether it took what was written", cause);
        }
    }

    /** For what needs no trace to be understood. */
    LedgerUnavailable(String reason) {
        super("the ledger is not available: " + reason, null, false, false);
    }
}
