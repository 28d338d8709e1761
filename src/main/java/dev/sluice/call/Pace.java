package dev.sluice.call;

import dev.sluice.passage.Calling;

/** The time between the calls of an account. */
public interface Pace {

    /** Waits until a further request of a call that was let in may be sent. */
    void next(Calling calling) throws InterruptedException;
}
