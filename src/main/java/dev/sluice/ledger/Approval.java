package dev.sluice.ledger;

import org.jspecify.annotations.Nullable;

/**
 * How an act in bulk stands that somebody else than who wants it has to approve.
 *
 * @param until epoch milliseconds; what waits then has ended by itself
 * @param who   approved or withdrew it, once somebody did
 */
public record Approval(State state, long until, @Nullable String who) {

    /** What became of it. */
    public enum State {
        /** Nothing yet; also of one whose time is over. */
        WAITING,
        /** It is carried out. */
        APPROVED,
        /** Nothing is done of it. */
        WITHDRAWN
    }

    /** Whether it can still be approved. */
    public boolean waits(long now) {
        return state == State.WAITING && now < until;
    }
}
