package dev.sluice.outcome;

import dev.sluice.text.QuotesNothing;

/** The provider does not take the account's credentials. */
public final class TokenRefused extends RuntimeException implements QuotesNothing {

    public TokenRefused(String provider, String account) {
        super(provider + " does not accept the credentials of account " + account);
    }
}
