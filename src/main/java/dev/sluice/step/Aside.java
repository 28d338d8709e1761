package dev.sluice.step;

import java.util.function.Supplier;

/** Sends a letter beside the message that is worked on, whose own transaction the broker has given up. */
public interface Aside {

    /**
     * Returns when the broker has the letter, tried again while it is away. Where that takes too long, or Sluice ends,
     * a line says what was lost: the order of an answer stays as unknown as if that had not come.
     *
     * @param letter written anew for each try, with a step of its own: a try that failed may have come through all the
     *               same, and what two messages of one step record is published twice
     * @param what   names the letter in that line
     */
    void send(Supplier<Letter> letter, String what);
}
