package dev.sluice.cipher;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Standard base64 (RFC 4648, section 4), padded. */
final class Base64Text {
    private Base64Text() {
    }

    /** On one line. */
    static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /**
     * The bytes of a text that may be broken into lines, or null where it is anything else: another alphabet, padding
     * that is missing, a second spelling of the same bytes.
     */
    static byte @Nullable [] decode(String text) {
        String packed = text.replaceAll("[ \t\r\n]+", "");
        try {
            byte[] bytes = Base64.getDecoder().decode(packed);
            return encode(bytes).equals(packed) ? bytes : null;
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
    }

    /** @throws CannotCipher where the part of a payload is missing or no base64 */
    static byte[] part(String name, String text) {
        byte[] bytes = text == null ? null : decode(text);
        if (bytes == null) {
            throw new CannotCipher(name, text == null ? "is missing" : "is not base64");
        }
        return bytes;
    }
}
