package dev.sluice.cipher;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Which credential is the key and how its text becomes bytes. The text is asked for every time: secrets rotate. */
record CipherKey(BlockCipher cipher, String credential, String encoding) {

    static CipherKey of(BlockCipher cipher, Section section) {
        String credential = section.text("credential");
        String encoding = section.has("encoding")
                ? section.oneOf("encoding", List.of("text", "hex", "base64")) : "text";
        section.done();
        return new CipherKey(cipher, credential, encoding);
    }

    /** @throws CannotCipher where the credential is not set, not in its encoding or of no length that the cipher has */
    SecretKey from(Function<String, ? extends @Nullable String> credentials) {
        String text = credentials.apply(credential);
        if (text == null || text.isEmpty()) {
            throw CannotCipher.key(credential, "is not set");
        }
        byte[] bytes = bytes(text);
        if (bytes == null) {
            throw CannotCipher.key(credential, "is not " + encoding);
        }
        SecretKey key = cipher.key(bytes);
        if (key == null) {
            throw CannotCipher.key(credential, "must be " + cipher.lengths() + " bytes, and is not");
        }
        return key;
    }

    private byte @Nullable [] bytes(String text) {
        try {
            return switch (encoding) {
                case "hex" -> HexFormat.of().parseHex(text);
                case "base64" -> Base64Text.decode(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException notHex) {
            return null;
        }
    }
}
