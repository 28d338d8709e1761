package dev.sluice.bench;

import java.util.Locale;

/** How orders come. */
public enum Mode {

    /** All wait on the queue, then the system starts. */
    DRAIN,
    /** The system runs, and one comes every so often, whether those before it are done or not. */
    STEADY;

    public String typed() {
        return name().toLowerCase(Locale.ROOT);
    }
}
