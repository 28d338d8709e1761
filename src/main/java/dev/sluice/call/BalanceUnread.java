package dev.sluice.call;

import dev.sluice.text.QuotesNothing;

/** What an account has at its provider could not be read, for this reason. */
public final class BalanceUnread extends RuntimeException implements QuotesNothing {

    BalanceUnread(String why) {
        super(why, null, false, false);
    }
}
