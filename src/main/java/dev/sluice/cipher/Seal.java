package dev.sluice.cipher;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals a text so that only who has the key can read it, and nobody can put it into another place (AES-256-GCM, NIST SP
 * 800-38D). The nonces are random, so that one key is good for some billions of texts.
 */
public final class Seal {

    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;

    /**
     * @param base64 the key
     * @throws IllegalArgumentException where it is no 32 bytes
     */
    public Seal(String base64) {
        byte[] bytes = Base64.getDecoder().decode(base64.strip());
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key of " + KEY_BYTES + " bytes is needed");
        }
        this.key = new SecretKeySpec(bytes, "AES");
    }

    /** @param place where the sealed text is kept, and nowhere else */
    public String seal(String text, String place) {
        byte[] nonce = Randomness.SECURE.bytes(NONCE_BYTES);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(
                    ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array());
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("AES-GCM is missing in this Java", everyJdkHasIt);
        }
    }

    /** The text; empty where it was sealed with another key or for another place, or somebody changed it. */
    public Optional<String> open(String sealed, String place) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(sealed));
            if (bytes.remaining() < NONCE_BYTES + TAG_BITS / 8) {
                return Optional.empty();
            }
            byte[] nonce = new byte[NONCE_BYTES];
            bytes.get(nonce);
            byte[] rest = new byte[bytes.remaining()];
            bytes.get(rest);
            return Optional.of(new String(cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(rest),
                    StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | AEADBadTagException another) {
            return Optional.empty();
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException("AES-GCM is missing in this Java", everyJdkHasIt);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
