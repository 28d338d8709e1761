package dev.sluice.signing;

import dev.sluice.text.QuotesNothing;

/** A message that must not or cannot be signed. The text names the field and the rule and never holds a value. */
public final class CannotSign extends RuntimeException implements QuotesNothing {
    private final String field;
    private final String reason;

    public CannotSign(String field, String reason) {
        super(field + ": " + reason);
        this.field = field;
        this.reason = reason;
    }

    public String field() {
        return field;
    }

    public String reason() {
        return reason;
    }
}
