package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;

/**
 * A request holds what cannot be sent to its provider as it stands. The text names the place and the rule and never
 * holds a value.
 */
public final class CannotSend extends RuntimeException implements QuotesNothing {

    public CannotSend(String place, String rule) {
        super(place + ": " + rule);
    }
}
