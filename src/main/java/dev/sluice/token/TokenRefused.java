package dev.sluice.token;

/** The provider does not take the account's credentials. */
public final class TokenRefused extends RuntimeException {

    TokenRefused(String provider, String account) {
        super(provider + " does not accept the credentials of account " + account);
    }
}
