package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * One request of an act in bulk, and what became of it.
 *
 * @param nth      its place in the order in which they are taken, from 0
 * @param selected the request as it was then
 * @param step     by which it was done, where it was
 * @param said     why it was refused, where it was
 */
public record BulkItem(String bulk, int nth, Selected selected, State state, @Nullable String step,
        @Nullable String said) {

    /** What became of it. */
    public enum State {
        /** Nothing yet. */
        WAITING,
        /** A request to be resolved ended so; one to be asked about was asked about. */
        DONE,
        /** It could not be done, as could it not alone. */
        REFUSED
    }

    /** Of the request. */
    public Key key() {
        return selected.key();
    }

    /** The step by which it is done. */
    public String step(String chain) {
        return chain + "-" + nth;
    }

    /** The part of the whole that an act is which is about this one. */
    public Act.Part part() {
        return new Act.Part(bulk, nth);
    }
}
