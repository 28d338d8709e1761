package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A flow sends a call that may be made only once a second time; the ledger knows of one. */
public final class SecondRequest extends IOException implements QuotesNothing {

    SecondRequest() {
        super("the route wanted to send it a second time, which was refused");
    }
}
