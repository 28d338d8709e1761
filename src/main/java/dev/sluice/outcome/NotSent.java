package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;
import java.io.IOException;

/** A call ended before its request was written to the connection: nothing can have happened at the provider. */
public final class NotSent extends IOException {

    private final String why;

    public NotSent(Exception why) {
        super(why);
        this.why = why instanceof QuotesNothing ? String.valueOf(why.getMessage()) : why.getClass().getSimpleName();
    }

    /** The kind of exception that it came of, or what that says itself where it is Sluice's. */
    public String why() {
        return why;
    }
}
