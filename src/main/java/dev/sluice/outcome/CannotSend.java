package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;

/**
 * A request holds what cannot be sent to its provider as it stands. The text names the place and the rule and never
 * holds a value.
 */
public final class CannotSend extends RuntimeException implements QuotesNothing {

    private final boolean ofKey;

    public CannotSend(String place, String rule) {
        this(place, rule, false);
    }

    /** @param ofKey whether a credential of the account is at fault, and not the request */
    public CannotSend(String place, String rule, boolean ofKey) {
        super(place + ": " + rule);
        this.ofKey = ofKey;
    }

    /** @param told a place and a rule */
    public CannotSend(String told) {
        super(told);
        this.ofKey = false;
    }

    /** Whether a credential of the account is at fault, and not what came. */
    public boolean isOfKey() {
        return ofKey;
    }
}
