package dev.sluice.json;

/** Bytes that are not one strict JSON document. The message says why and quotes none of them. */
public final class Unreadable extends Exception {

    public Unreadable(String reason) {
        super(reason);
    }

    /** Always there. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
