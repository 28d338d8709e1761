package dev.sluice.sandbox;

import java.util.Arrays;

/** The ways in which authtool's own samples encrypt, and the usual fourth; its document names none of them. */
public enum AesMode {
    GCM("gcm"),
    CBC_ZERO_IV("cbc-zero-iv"),
    CBC_PREFIXED_IV("cbc-prefixed-iv"),
    ECB("ecb");

    private final String text;

    AesMode(String text) {
        this.text = text;
    }

    /** @throws IllegalArgumentException for a word that is none of these, naming all of them */
    public static AesMode of(String text) {
        return Arrays.stream(values()).filter(mode -> mode.text.equals(text)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "sluice.sandbox.aes-mode is gcm, cbc-zero-iv, cbc-prefixed-iv or ecb"));
    }

    @Override
    public String toString() {
        return text;
    }
}
