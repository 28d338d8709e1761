package dev.sluice.ledger;

import java.time.Instant;

/**
 * That people hold back submissions.
 *
 * @param since epoch milliseconds
 */
public record HeldBy(String who, String why, long since) {

    /** As an operator is told of it, in one line where name and reason have one. */
    public String text() {
        return "held by " + who + " since " + Instant.ofEpochMilli(since) + ": " + why;
    }
}
