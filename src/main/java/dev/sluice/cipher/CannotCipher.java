package dev.sluice.cipher;

import dev.sluice.text.QuotesNothing;

/**
 * A payload that cannot be encrypted or decrypted. The text names the part and the rule and never holds a key, a
 * payload or what was in it.
 */
public final class CannotCipher extends RuntimeException implements QuotesNothing {
    private static final String CREDENTIAL = "credential:";

    private final String part;
    private final String reason;

    CannotCipher(String part, String reason) {
        super(part + ": " + reason);
        this.part = part;
        this.reason = reason;
    }

    static CannotCipher key(String credential, String reason) {
        return new CannotCipher(CREDENTIAL + credential, reason);
    }

    /** {@code data}, {@code salt} or another part of a payload, or {@code credential:} and a name. */
    public String part() {
        return part;
    }

    public String reason() {
        return reason;
    }

    /** Whether a credential of the account is at fault, and not what came. */
    public boolean isOfKey() {
        return part.startsWith(CREDENTIAL);
    }
}
