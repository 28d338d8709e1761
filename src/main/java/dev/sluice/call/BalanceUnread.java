package dev.sluice.call;

import dev.sluice.text.QuotesNothing;

/** What an account has at its provider could not be read, for this reason. */
public final class BalanceUnread extends RuntimeException implements QuotesNothing {

    private final boolean refused;

    /** @param refused whether the provider does not take the account's credentials */
    BalanceUnread(String why, boolean refused) {
        super(why, null, false, false);
        this.refused = refused;
    }

    /** Whether the provider does not take the account's credentials: it may lock whoever tries them often. */
    public boolean isRefused() {
        return refused;
    }
}
