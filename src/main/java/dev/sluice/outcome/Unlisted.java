package dev.sluice.outcome;

/**
 * A word of a provider that none of its tables has, so that what it means is unknown.
 *
 * @param what  {@code code} or {@code status}
 * @param value the word as it can be shown
 */
public record Unlisted(String what, String value) {

    @Override
    public String toString() {
        return what + " " + value;
    }
}
