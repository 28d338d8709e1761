package dev.sluice.cipher;

import java.util.List;
import java.util.stream.Stream;

/** The ciphers of a wrapped payload, by the name that a description gives them. */
enum WrapperCipher {
    AES_128_GCM(Mode.GCM, 16), AES_256_GCM(Mode.GCM, 32),
    AES_128_CBC(Mode.CBC_PREFIXED_IV, 16), AES_256_CBC(Mode.CBC_PREFIXED_IV, 32);

    final Mode mode;
    final int keyLength;

    WrapperCipher(Mode mode, int keyLength) {
        this.mode = mode;
        this.keyLength = keyLength;
    }

    String label() {
        return name().replace('_', '-');
    }

    static List<String> labels() {
        return Stream.of(values()).map(WrapperCipher::label).toList();
    }

    static WrapperCipher of(String label) {
        return Stream.of(values()).filter(cipher -> cipher.label().equals(label)).findFirst().orElseThrow();
    }
}
