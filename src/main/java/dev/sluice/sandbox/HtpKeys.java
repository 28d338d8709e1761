package dev.sluice.sandbox;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Key exchange and decryption of htp's optional wrapper. Documented are the 32 bytes of both keys, the key version and
 * its half hour; the cipher is made up: X25519, then HKDF-SHA256 (RFC 5869) with the wrapper's 16-byte salt and the
 * info {@code sluice-htp-v1} to a key of 32 bytes, then AES-256-GCM as {@code nonce12 + ciphertext + tag16}.
 */
final class HtpKeys {

    private static final byte[] INFO = "sluice-htp-v1".getBytes(StandardCharsets.UTF_8);
    private static final Duration LIFE = Duration.ofMinutes(30);
    private static final int NONCE = 12;
    private static final int TAG = 16;

    /** @param publicKey the double's, 32 bytes little-endian as RFC 7748 writes them */
    record Exchange(String version, byte[] publicKey) {
    }

    private record Shared(byte[] secret, Instant until) {
    }

    private final Clock clock;
    private final Map<String, Shared> shared = new ConcurrentHashMap<>();

    HtpKeys(Clock clock) {
        this.clock = clock;
    }

    /** Empty where the client's key is not base64 of 32 bytes that make a key. */
    Optional<Exchange> exchange(String clientKey) {
        try {
            byte[] theirs = Base64.getDecoder().decode(clientKey);
            if (theirs.length != 32) {
                return Optional.empty();
            }
            KeyPair ours = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(ours.getPrivate());
            agreement.doPhase(KeyFactory.getInstance("X25519").generatePublic(
                    new XECPublicKeySpec(NamedParameterSpec.X25519, new BigInteger(1, reversed(theirs)))), true);
            String version = UUID.randomUUID().toString();
            shared.values().removeIf(old -> !clock.instant().isBefore(old.until()));
            shared.put(version, new Shared(agreement.generateSecret(), clock.instant().plus(LIFE)));
            return Optional.of(new Exchange(version, littleEndian(((XECPublicKey) ours.getPublic()).getU())));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The decrypted payload, or empty for an unknown or old version, and for everything that does not decrypt. */
    Optional<byte[]> open(String version, String salt, String data) {
        Shared known = shared.get(version);
        if (known == null || !clock.instant().isBefore(known.until())) {
            return Optional.empty();
        }
        try {
            byte[] saltBytes = Base64.getDecoder().decode(salt);
            byte[] sealed = Base64.getDecoder().decode(data);
            if (saltBytes.length != 16 || sealed.length < NONCE + TAG) {
                return Optional.empty();
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(hkdf(saltBytes, known.secret()), "AES"),
                    new GCMParameterSpec(TAG * 8, sealed, 0, NONCE));
            return Optional.of(cipher.doFinal(sealed, NONCE, sealed.length - NONCE));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** One block is all that 32 bytes need. */
    private static byte[] hkdf(byte[] salt, byte[] secret) {
        byte[] first = Arrays.copyOf(INFO, INFO.length + 1);
        first[INFO.length] = 1;
        return Macs.mac("HmacSHA256", Macs.mac("HmacSHA256", salt, secret), first);
    }

    private static byte[] littleEndian(BigInteger u) {
        byte[] bytes = reversed(u.toByteArray());
        return Arrays.copyOf(bytes, 32);
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] turned = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            turned[i] = bytes[bytes.length - 1 - i];
        }
        return turned;
    }
}
