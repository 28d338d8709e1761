package dev.sluice.trace;

import org.jspecify.annotations.Nullable;

/** Where the parts of what happens to orders are told. */
public interface Traces {

    /** Nowhere. */
    Traces OFF = (side, name, parent, ago) -> Part.NONE;

    /**
     * A part that began so many nanoseconds ago.
     *
     * @param parent the W3C {@code traceparent} of what it is a part of; a trace of its own begins where there is none, or
     *               something else
     */
    Part begin(Part.Side side, String name, @Nullable String parent, long ago);
}
