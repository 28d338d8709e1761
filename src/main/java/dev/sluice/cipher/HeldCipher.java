package dev.sluice.cipher;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** How a member of a document is encrypted: other members may have its nonce, and what is authenticated with it. */
final class HeldCipher {
    private final Mode mode;
    private final CipherKey key;
    private final @Nullable JsonPointer nonce;
    private final @Nullable JsonPointer associated;

    HeldCipher(Section section) {
        this.mode = Mode.of(section.oneOf("mode", Mode.labels()));
        this.key = CipherKey.of(BlockCipher.of(section), section.section("key"));
        if (!mode.isOf(key.cipher())) {
            throw section.problem("mode", "is " + mode.label() + ", which " + key.cipher().label + " has not");
        }
        this.nonce = section.has("nonce") ? HeldDocument.pointer(section, "nonce") : null;
        this.associated = section.has("associated-data") ? HeldDocument.pointer(section, "associated-data") : null;
        if (nonce != null && mode.prefix(key.cipher()) == 0) {
            throw section.problem("nonce", "has no use in mode " + mode.label());
        }
        if (associated != null && mode != Mode.GCM) {
            throw section.problem("associated-data", "is for mode gcm");
        }
        section.done();
    }

    String credential() {
        return key.credential();
    }

    SecretKey key(Function<String, @Nullable String> credentials) {
        return key.from(credentials);
    }

    /** @throws CannotCipher where it does not open, or the credential is missing or no key */
    byte[] open(byte[] sealed, JsonNode document, Function<String, String> credentials) {
        byte[] before = bytes(nonce, document);
        byte[] whole = new byte[before.length + sealed.length];
        System.arraycopy(before, 0, whole, 0, before.length);
        System.arraycopy(sealed, 0, whole, before.length, sealed.length);
        if (nonce != null && before.length != mode.prefix(key.cipher())) {
            throw new CannotCipher("nonce", "has no length that " + mode.label() + " can have");
        }
        return mode.open(key.from(credentials), whole, bytes(associated, document));
    }

    private static byte[] bytes(@Nullable JsonPointer place, JsonNode document) {
        return place == null ? new byte[0] : document.at(place).asText("").getBytes(StandardCharsets.UTF_8);
    }
}
