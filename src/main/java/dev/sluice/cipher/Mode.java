package dev.sluice.cipher;

import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** How AES is used, in the order in which modes are tried: first the one that proves itself (NIST SP 800-38A and D). */
enum Mode {
    /** nonce (12 bytes), ciphertext, tag (16 bytes). */
    GCM("AES/GCM/NoPadding", 12),
    /** PKCS #7 padding; the initialisation vector is sixteen zeros and not sent. */
    CBC_ZERO_IV("AES/CBC/PKCS5Padding", 0),
    /** initialisation vector (16 bytes), ciphertext with PKCS #7 padding. */
    CBC_PREFIXED_IV("AES/CBC/PKCS5Padding", 16),
    /** PKCS #7 padding. */
    ECB("AES/ECB/PKCS5Padding", 0);

    private static final int BLOCK = 16;
    private static final int TAG = 16;

    private final String transformation;
    private final int prefix;

    Mode(String transformation, int prefix) {
        this.transformation = transformation;
        this.prefix = prefix;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> labels() {
        return Stream.of(values()).map(Mode::label).toList();
    }

    static Mode of(String label) {
        return Stream.of(values()).filter(mode -> mode.label().equals(label)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a mode is one of " + String.join(", ", labels())));
    }

    byte[] seal(SecretKey key, byte[] plain, Randomness random) {
        byte[] start = random.bytes(prefix);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, start).doFinal(plain);
            byte[] whole = Arrays.copyOf(start, prefix + sealed.length);
            System.arraycopy(sealed, 0, whole, prefix, sealed.length);
            return whole;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("AES does not work here", missing);
        }
    }

    boolean isWithoutPrefix() {
        return prefix == 0;
    }

    boolean isPrefix(int length) {
        return length == prefix;
    }

    byte[] open(SecretKey key, byte[] sealed) {
        return open(key, sealed, new byte[0]);
    }

    /** @throws CannotCipher where it does not open; why a cipher failed is not told apart, lest it help to guess */
    byte[] open(SecretKey key, byte[] sealed, byte[] associated) {
        int length = sealed.length - prefix;
        if (this == GCM ? length < TAG : length < BLOCK || length % BLOCK != 0) {
            throw new CannotCipher("data", "has no length that " + label() + " can have");
        }
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, prefix));
            if (associated.length > 0) {
                cipher.updateAAD(associated);
            }
            return cipher.doFinal(sealed, prefix, length);
        } catch (GeneralSecurityException closed) {
            throw new CannotCipher("data", "does not open in mode " + label() + ": another key, another mode, or"
                    + " damaged");
        }
    }

    private Cipher cipher(int direction, SecretKey key, byte[] start) throws GeneralSecurityException {
        AlgorithmParameterSpec parameters = switch (this) {
            case GCM -> new GCMParameterSpec(TAG * 8, start);
            case CBC_ZERO_IV -> new IvParameterSpec(new byte[BLOCK]);
            case CBC_PREFIXED_IV -> new IvParameterSpec(start);
            case ECB -> null;
        };
        Cipher cipher = Cipher.getInstance(transformation);
        cipher.init(direction, key, parameters);
        return cipher;
    }
}
