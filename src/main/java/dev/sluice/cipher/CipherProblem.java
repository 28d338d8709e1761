package dev.sluice.cipher;

/**
 * A description of encrypted payloads that cannot be used, found when it is read and not when the first one is needed.
 */
public final class CipherProblem extends RuntimeException {
    private final String key;
    private final String reason;

    public CipherProblem(String key, String reason) {
        super((key.isEmpty() ? "" : key + ": ") + reason);
        this.key = key;
        this.reason = reason;
    }

    /** Where, as a dotted path inside the description, such as {@code key.encoding}; empty for the whole of it. */
    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
