package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;

/**
 * A request holds what cannot be sent to its provider as it stands. The text names the place and the rule and never
 * holds a value.
 */
public final class CannotSend extends RuntimeException implements QuotesNothing {

    public CannotSend(String place, String rule) {
        this(place + ": " + rule);
    }

    /** @param told a place and a rule */
    public CannotSend(String told) {
        super(told);
    }
}
