package dev.sluice.signing;

import dev.sluice.text.QuotesNothing;

/** A message that must not or cannot be signed. The text names the field and the rule and never holds a value. */
public final class CannotSign extends RuntimeException implements QuotesNothing {
    private final String field;
    private final String reason;
    private final boolean ofKey;

    public CannotSign(String field, String reason) {
        this(field, reason, false);
    }

    private CannotSign(String field, String reason, boolean ofKey) {
        super(field + ": " + reason);
        this.field = field;
        this.reason = reason;
        this.ofKey = ofKey;
    }

    public static CannotSign key(String credential, String reason) {
        return new CannotSign(credential, reason, true);
    }

    /** Whether a key or credential of the account is at fault, and not what is signed. */
    public boolean isOfKey() {
        return ofKey;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
