package dev.sluice.cipher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a provider takes a body as key version, salt and ciphertext, after an exchange of keys: made once from the
 * {@code wrapper} section of its file and used by any number of threads. Each payload has a key of its own, derived
 * from the session's secret with a fresh salt. The page {@code config/providers/README.md} has every key of the
 * section.
 */
public final class WrappedPayload {
    private record Derivation(Hkdf kdf, byte[] info, int saltBytes, int length) {
        SecretKey key(Session session, byte[] salt) {
            return new SecretKeySpec(kdf.key(session.secret(), salt, info, length), "AES");
        }
    }

    private record Members(String version, String salt, String data) {
    }

    private final boolean enabled;
    private final Derivation derivation;
    private final WrapperCipher cipher;
    private final Members members;
    private final Duration maxAge;
    private final Randomness random;

    private WrappedPayload(boolean enabled, Derivation derivation, WrapperCipher cipher, Members members,
            Duration maxAge, Randomness random) {
        this.enabled = enabled;
        this.derivation = derivation;
        this.cipher = cipher;
        this.members = members;
        this.maxAge = maxAge;
        this.random = random;
    }

    /** @throws CipherProblem where a key is unknown or missing, a value is wrong or two do not go together */
    public static WrappedPayload of(JsonNode description) {
        return of(description, Randomness.SECURE);
    }

    static WrappedPayload of(JsonNode description, Randomness random) {
        Section root = new Section("", description);
        boolean enabled = root.flag("enabled", false);
        root.oneOf("agreement", List.of("X25519"));
        WrapperCipher cipher = WrapperCipher.of(root.oneOf("cipher", WrapperCipher.labels()));
        Derivation derivation = derivation(root.section("derivation"), cipher);
        Members members = members(root);
        Duration maxAge = root.duration("max-age");
        root.done();
        return new WrappedPayload(enabled, derivation, cipher, members, maxAge, random);
    }

    private static Derivation derivation(Section section, WrapperCipher cipher) {
        Hkdf kdf = Hkdf.of(section.oneOf("kdf", Hkdf.labels()));
        String info = section.textOrNothing("info");
        int saltBytes = section.whole("salt-bytes", 16, 1, 64);
        int length = section.whole("length", cipher.keyLength, 16, 32);
        section.done();
        if (length != cipher.keyLength) {
            throw section.problem("length", "must be " + cipher.keyLength + " for " + cipher.label());
        }
        return new Derivation(kdf, info.getBytes(StandardCharsets.UTF_8), saltBytes, length);
    }

    private static Members members(Section root) {
        Section section = root.section("members");
        Members members = new Members(section.text("version"), section.text("salt"), section.text("data"));
        section.done();
        if (Stream.of(members.version(), members.salt(), members.data()).distinct().count() < 3) {
            throw root.problem("members", "must have three different names");
        }
        return members;
    }

    /** Whether bodies are wrapped at all. */
    public boolean isEnabled() {
        return enabled;
    }

    /** How long a session is used, from the moment its exchange was begun. */
    public Duration maxAge() {
        return maxAge;
    }

    /** How sessions are come by. */
    public KeyExchange keyExchange() {
        return new KeyExchange(maxAge);
    }

    /** The body as the provider takes it, encrypted with a fresh salt and nonce. */
    public ObjectNode wrap(Session session, byte[] json) {
        byte[] salt = random.bytes(derivation.saltBytes());
        byte[] sealed = cipher.mode.seal(derivation.key(session, salt), json, random);
        return Json.object()
                .put(members.version(), session.keyVersion())
                .put(members.salt(), Base64Text.encode(salt))
                .put(members.data(), Base64Text.encode(sealed));
    }

    /**
     * What was wrapped, as the side that receives it gets it.
     *
     * @throws CannotCipher where the wrapper is of another session, a member is missing or the payload does not open
     */
    public byte[] unwrap(Session session, JsonNode wrapper) {
        if (!session.keyVersion().equals(text(wrapper, members.version()))) {
            throw new CannotCipher(members.version(), "is not that of the session");
        }
        byte[] salt = Base64Text.part(members.salt(), text(wrapper, members.salt()));
        if (salt.length != derivation.saltBytes()) {
            throw new CannotCipher(members.salt(), "is not " + derivation.saltBytes() + " bytes");
        }
        byte[] sealed = Base64Text.part(members.data(), text(wrapper, members.data()));
        return cipher.mode.open(derivation.key(session, salt), sealed);
    }

    private static String text(JsonNode wrapper, String member) {
        return wrapper.path(member).textValue();
    }
}
