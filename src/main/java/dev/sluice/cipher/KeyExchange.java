package dev.sluice.cipher;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/** How both sides of a wrapped payload come to a common secret: X25519 with a fresh pair each. */
public final class KeyExchange {
    private static final Pattern BYTE = Pattern.compile("0|[1-9][0-9]{0,2}");
    private static final int LONGEST_VERSION = 200;

    private final Duration maxAge;

    KeyExchange(Duration maxAge) {
        this.maxAge = maxAge;
    }

    /** A new pair, whose public half goes to the other side. */
    public ExchangeKey clientKey() {
        return ExchangeKey.fresh();
    }

    /**
     * @param serverPublicKey 32 whole numbers from 0 to 255, or their digits as text
     * @param at              when the exchange was begun; the session's age counts from there
     * @throws CannotCipher where the key is none or would give a secret that everybody knows, or the version is missing
     */
    public Session session(ExchangeKey own, JsonNode serverPublicKey, String keyVersion, Instant at) {
        return session(own, bytes(serverPublicKey), keyVersion, at);
    }

    /** As the other one, with the other side's public key as its bytes. */
    public Session session(ExchangeKey own, byte[] otherPublicKey, String keyVersion, Instant at) {
        if (keyVersion == null || keyVersion.isBlank() || keyVersion.length() > LONGEST_VERSION) {
            throw new CannotCipher("key version", "is missing or longer than " + LONGEST_VERSION);
        }
        if (otherPublicKey.length != X25519.LENGTH) {
            throw noKey();
        }
        try {
            return new Session(own.shared(otherPublicKey), keyVersion, at, maxAge);
        } catch (GeneralSecurityException smallOrder) {
            throw new CannotCipher("public key", "gives no secret");
        }
    }

    private static byte[] bytes(JsonNode numbers) {
        if (numbers == null || !numbers.isArray() || numbers.size() != X25519.LENGTH) {
            throw noKey();
        }
        byte[] bytes = new byte[X25519.LENGTH];
        for (int i = 0; i < bytes.length; i++) {
            JsonNode number = numbers.get(i);
            String digits = number.isIntegralNumber() || number.isTextual() ? number.asText() : "";
            if (!BYTE.matcher(digits).matches() || Integer.parseInt(digits) > 255) {
                throw noKey();
            }
            bytes[i] = (byte) Integer.parseInt(digits);
        }
        return bytes;
    }

    private static CannotCipher noKey() {
        return new CannotCipher("public key", "is not 32 bytes");
    }
}
