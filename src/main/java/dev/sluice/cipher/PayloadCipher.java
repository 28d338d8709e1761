package dev.sluice.cipher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

/**
 * How a provider's payloads are encrypted with a key that both sides have, made once from the {@code cipher}
 * section of its file and used by any number of threads. The page {@code config/providers/README.md} has every key of
 * the section. Credentials are asked for by name each time, because secrets rotate.
 */
public final class PayloadCipher {
    private static final String AUTO = "auto";

    private final String mode;
    private final CipherKey key;
    private final List<String> expected;
    private final Randomness random;

    private PayloadCipher(String mode, CipherKey key, List<String> expected, Randomness random) {
        this.mode = mode;
        this.key = key;
        this.expected = expected;
        this.random = random;
    }

    /** @throws CipherProblem where a key is unknown or missing or a value is wrong */
    public static PayloadCipher of(JsonNode description) {
        return of(description, Randomness.SECURE);
    }

    static PayloadCipher of(JsonNode description, Randomness random) {
        Section root = new Section("", description);
        String mode = root.oneOf("mode", Stream.concat(Mode.labels().stream(), Stream.of(AUTO)).toList());
        CipherKey key = CipherKey.of(BlockCipher.of(root), root.section("key"));
        if (!mode.equals(AUTO) && !Mode.of(mode).isOf(key.cipher())) {
            throw root.problem("mode", "is " + mode + ", which " + key.cipher().label + " has not");
        }
        List<String> expected = List.of();
        // read in every mode: a setting may fix the mode over a file that says auto
        if (root.has("auto") || mode.equals(AUTO)) {
            Section auto = root.section("auto");
            expected = auto.names("expect");
            auto.done();
        }
        root.done();
        return new PayloadCipher(mode, key, expected, random);
    }

    /**
     * The mode as described: {@code gcm}, {@code cbc-zero-iv}, {@code cbc-prefixed-iv}, {@code ecb} or {@code auto}.
     */
    public String mode() {
        return mode;
    }

    /** Whether the mode is to be found out with {@link #detect} and is not described. */
    public boolean isAuto() {
        return mode.equals(AUTO);
    }

    /** The names of the credentials that it asks for. */
    public Set<String> credentials() {
        return Set.of(key.credential());
    }

    /**
     * Encrypts with a fresh nonce or initialisation vector where the mode has one.
     *
     * @param mode as {@link #mode()} but not {@code auto}
     * @return standard base64 on one line
     * @throws CannotCipher where the credential is missing or no key
     */
    public String encrypt(byte[] plain, String mode, Function<String, String> credentials) {
        return Base64Text.encode(Mode.of(mode).seal(key.from(credentials), plain, random));
    }

    /**
     * Decrypts. Only {@code gcm} notices every change of a payload; in the others the caller has to judge what comes
     * out.
     *
     * @param base64 standard base64, which may be broken into lines
     * @param mode   as {@link #mode()} but not {@code auto}
     * @throws CannotCipher where the credential is missing or no key, or the payload does not open
     */
    public byte[] decrypt(String base64, String mode, Function<String, String> credentials) {
        return Mode.of(mode).open(key.from(credentials), Base64Text.part("data", base64));
    }

    /**
     * Decrypts in the described mode; for {@code auto} in the first that gives a JSON object with the expected members,
     * in the order {@code gcm} (which proves itself), {@code cbc-zero-iv}, {@code cbc-prefixed-iv}, {@code ecb}.
     *
     * @throws CannotCipher as {@link #decrypt}, and where no mode fits
     */
    public Detected detect(String base64, Function<String, String> credentials) {
        if (!isAuto()) {
            return new Detected(mode, decrypt(base64, mode, credentials), true);
        }
        byte[] sealed = Base64Text.part("data", base64);
        SecretKey secret = key.from(credentials);
        List<Detected> fits = new ArrayList<>();
        for (Mode candidate : Mode.values()) {
            if (!candidate.isOf(key.cipher())) {
                continue;
            }
            try {
                byte[] plain = candidate.open(secret, sealed);
                if (isExpected(plain)) {
                    fits.add(new Detected(candidate.label(), plain, true));
                }
            } catch (CannotCipher closed) {
                // the next mode may open it
            }
        }
        if (fits.isEmpty()) {
            throw new CannotCipher("data", "is in no mode a JSON object with " + String.join(", ", expected));
        }
        Detected first = fits.get(0);
        return fits.size() == 1 ? first : new Detected(first.mode(), first.plain(), false);
    }

    private boolean isExpected(byte[] plain) {
        try {
            JsonNode document = Json.read(plain, Json.Numbers.ALL_AS_TEXT);
            return document.isObject() && expected.stream().allMatch(document::has);
        } catch (Unreadable notJson) {
            return false;
        }
    }
}
