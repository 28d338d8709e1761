package dev.sluice.outcome;

import java.io.IOException;

/** A call ended before its request was written to the connection: nothing can have happened at the provider. */
public final class NotSent extends IOException {

    public NotSent(Exception why) {
        super(why);
    }
}
