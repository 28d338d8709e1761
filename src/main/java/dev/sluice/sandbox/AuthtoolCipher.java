package dev.sluice.sandbox;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 with a key of 32 characters, in one of the modes of authtool's samples: GCM as {@code nonce12 + ciphertext +
 * tag16}, CBC and ECB with PKCS#7. Base64 goes out in lines of 76 in ECB, as the Android sample has it, and comes in
 * with or without lines.
 */
final class AuthtoolCipher {

    static final String KEY = "sandbox-authtool-aes-key-32chars";
    static final String OTHER_KEY = "sandbox-authtool-another-key-32c";

    private static final int NONCE = 12;
    private static final int BLOCK = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final AesMode mode;
    private final SecretKeySpec key;

    AuthtoolCipher(AesMode mode, String key) {
        this.mode = mode;
        this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES");
    }

    String seal(String text) {
        byte[] plain = text.getBytes(StandardCharsets.UTF_8);
        return switch (mode) {
            case GCM -> Base64.getEncoder().encodeToString(prefixed(random(NONCE), plain));
            case CBC_ZERO_IV -> Base64.getEncoder().encodeToString(seal(new byte[BLOCK], plain));
            case CBC_PREFIXED_IV -> Base64.getEncoder().encodeToString(prefixed(random(BLOCK), plain));
            case ECB -> Base64.getMimeEncoder(76, new byte[]{'\n'}).encodeToString(seal(new byte[0], plain)) + "\n";
        };
    }

    /** Empty for everything that this mode and key do not decrypt. */
    Optional<byte[]> open(String data) {
        try {
            byte[] sealed = Base64.getDecoder().decode(data.replaceAll("[\r\n]", ""));
            int prefix = mode == AesMode.GCM ? NONCE : mode == AesMode.CBC_PREFIXED_IV ? BLOCK : 0;
            if (sealed.length <= prefix) {
                return Optional.empty();
            }
            byte[] start = new byte[mode == AesMode.CBC_ZERO_IV ? BLOCK : prefix];
            System.arraycopy(sealed, 0, start, 0, prefix);
            return Optional.of(cipher(Cipher.DECRYPT_MODE, start).doFinal(sealed, prefix, sealed.length - prefix));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private byte[] prefixed(byte[] start, byte[] plain) {
        byte[] sealed = seal(start, plain);
        byte[] whole = new byte[start.length + sealed.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(sealed, 0, whole, start.length, sealed.length);
        return whole;
    }

    private byte[] seal(byte[] start, byte[] plain) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, start).doFinal(plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Cipher cipher(int direction, byte[] start) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(switch (mode) {
            case GCM -> "AES/GCM/NoPadding";
            case CBC_ZERO_IV, CBC_PREFIXED_IV -> "AES/CBC/PKCS5Padding";
            case ECB -> "AES/ECB/PKCS5Padding";
        });
        if (mode == AesMode.ECB) {
            cipher.init(direction, key);
        } else {
            cipher.init(direction, key, mode == AesMode.GCM ? new GCMParameterSpec(128, start)
                    : new IvParameterSpec(start));
        }
        return cipher;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
