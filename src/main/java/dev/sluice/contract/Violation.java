package dev.sluice.contract;

/**
 * One broken rule of a request. Neither part ever holds the offending value: it may be a PIN or a phone number.
 *
 * @param field dotted path, such as {@code order.currency}
 * @param rule  what the field breaks, for a reader: {@code must be one of BRL, MXN}
 */
public record Violation(String field, String rule) {

    /** Both in one line: {@code order.currency: must be one of BRL, MXN}. */
    public String text() {
        return field + ": " + rule;
    }
}
