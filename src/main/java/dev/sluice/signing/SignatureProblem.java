package dev.sluice.signing;

/** A signature description that cannot be used, found when it is read and not when the first message needs it. */
public final class SignatureProblem extends RuntimeException {
    private final String key;
    private final String reason;

    public SignatureProblem(String key, String reason) {
        super((key.isEmpty() ? "" : key + ": ") + reason);
        this.key = key;
        this.reason = reason;
    }

    /**
     * Where, as a dotted path inside the description, such as {@code message.fields.null}; empty for the whole of it.
     */
    public String key() {
        return key;
    }

    public String reason() {
        return reason;
    }
}
