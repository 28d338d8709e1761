package dev.sluice.signing;

import dev.sluice.text.QuotesNothing;

/** A key that the provider keeps cannot be had now, so that nobody can tell whether a delivery is rightly signed. */
public final class KeyAway extends RuntimeException implements QuotesNothing {

    /** @param why without any value of the delivery or of the account */
    public KeyAway(String why) {
        super(why);
    }
}
