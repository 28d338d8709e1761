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
import org.jspecify.annotations.Nullable;

/**
 * How a cipher is used, in the order in which modes are tried: first the one that proves itself (NIST SP 800-38A and
 * D).
 */
enum Mode {
    /** nonce (12 bytes), ciphertext, tag (16 bytes). */
    GCM("/GCM/NoPadding"),
    /** PKCS #7 padding; the initialisation vector is a block of zeros and not sent. */
    CBC_ZERO_IV("/CBC/PKCS5Padding"),
    /** initialisation vector (a block), ciphertext with PKCS #7 padding. */
    CBC_PREFIXED_IV("/CBC/PKCS5Padding"),
    /** PKCS #7 padding. */
    ECB("/ECB/PKCS5Padding");

    private static final int NONCE = 12;
    private static final int TAG = 16;

    private final String transformation;

    Mode(String transformation) {
        this.transformation = transformation;
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

    /** GCM is made for blocks of 16 bytes. */
    boolean isOf(BlockCipher cipher) {
        return this != GCM || cipher.block == TAG;
    }

    /** How many bytes stand in front of what is encrypted. */
    int prefix(BlockCipher cipher) {
        return this == GCM ? NONCE : this == CBC_PREFIXED_IV ? cipher.block : 0;
    }

    byte[] seal(SecretKey key, byte[] plain, Randomness random) {
        byte[] start = random.bytes(prefix(BlockCipher.of(key)));
        try {
            byte[] sealed = run(Cipher.ENCRYPT_MODE, key, start, new byte[0], plain);
            byte[] whole = Arrays.copyOf(start, start.length + sealed.length);
            System.arraycopy(sealed, 0, whole, start.length, sealed.length);
            return whole;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(key.getAlgorithm() + " does not work here", missing);
        }
    }

    byte[] open(SecretKey key, byte[] sealed) {
        return open(key, sealed, new byte[0]);
    }

    /** @throws CannotCipher where it does not open; why a cipher failed is not told apart, lest it help to guess */
    byte[] open(SecretKey key, byte[] sealed, byte[] associated) {
        BlockCipher cipher = BlockCipher.of(key);
        int prefix = prefix(cipher);
        int length = sealed.length - prefix;
        if (this == GCM ? length < TAG : length < cipher.block || length % cipher.block != 0) {
            throw new CannotCipher("data", "has no length that " + label() + " can have");
        }
        try {
            return run(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, prefix), associated,
                    Arrays.copyOfRange(sealed, prefix, sealed.length));
        } catch (GeneralSecurityException closed) {
            throw new CannotCipher("data", "does not open in mode " + label() + ": another key, another mode, or"
                    + " damaged");
        }
    }

    private byte[] run(int direction, SecretKey key, byte[] prefix, byte[] associated, byte[] data)
            throws GeneralSecurityException {
        BlockCipher used = BlockCipher.of(key);
        byte[] start = this == CBC_ZERO_IV ? new byte[used.block] : prefix;
        if (used == BlockCipher.SM4) {
            boolean seals = direction == Cipher.ENCRYPT_MODE;
            return this == GCM ? Sm4.gcm(seals, key.getEncoded(), start, associated, TAG, data)
                    : Sm4.padded(seals, key.getEncoded(), start, data);
        }
        Cipher cipher = Cipher.getInstance(used.name + transformation);
        cipher.init(direction, key, parameters(start));
        if (associated.length > 0) {
            cipher.updateAAD(associated);
        }
        return cipher.doFinal(data);
    }

    private @Nullable AlgorithmParameterSpec parameters(byte[] start) {
        return this == GCM ? new GCMParameterSpec(TAG * 8, start) : this == ECB ? null : new IvParameterSpec(start);
    }
}
