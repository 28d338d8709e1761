package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A flow sends a request when what its call came to is settled; the ledger would never know of it. */
public final class LateRequest extends IOException implements QuotesNothing {

    LateRequest() {
        super("the route wanted to send it when its step was settled, which was refused");
    }
}
