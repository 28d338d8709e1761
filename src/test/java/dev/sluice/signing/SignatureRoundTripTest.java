package dev.sluice.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is signed is valid, and with any byte changed it is not. The cases are random, from a fixed seed. */
class SignatureRoundTripTest {
    private static final Instant NOW = Instant.parse("2026-01-31T12:00:00.123Z");
    private static final Map<String, KeyPair> PAIRS = new HashMap<>();
    private static final String[] MESSAGES = {
            "{body: raw}",
            "{template: '{method}|{path}|{query}|{timestamp}|{nonce}|{digest}'}",
            "{fields: {add: {ts: '{timestamp}', n: '{nonce}'}, empty: keep, null: literal, reserved: ''}}",
            "{concat: [{template: '{timestamp}'}, {hash: {algorithm: SHA-256, encoding: raw, of: {body: raw}}}]}",
    };
    private static final String[] TIMES = {"seconds", "milliseconds", "iso", "iso-seconds", "iso-basic", "http-date"};

    @ParameterizedTest
    @CsvSource({"HMAC-SHA1,120", "HMAC-SHA256,120", "HMAC-SHA384,40", "HMAC-SHA512,120", "RSA-SHA256,12",
            "RSA-SHA512,6", "RSA-PSS-SHA256,12", "RSA-PSS-SHA512,6", "Ed25519,40", "ECDSA-SHA256,20",
            "ECDSA-SHA256-P1363,20"})
    void whatIsSignedIsValidAndWithAnyByteChangedIsNot(String algorithm, int cases) {
        Random random = new Random(algorithm.hashCode());
        for (int i = 0; i < cases; i++) {
            Signature signature = Descriptions.signature(description(algorithm, random));
            Function<String, String> secrets = secrets(algorithm);
            Outgoing out = new Outgoing("POST", "/v1/pay", "a=1&b=%20", Map.of(), body(random));
            Signed signed = signature.sign(out, secrets, Descriptions.at(NOW), () -> "6f1c7c52-made-up");
            Incoming right = Descriptions.received(out, signed);
            List<Function<String, String>> accounts = List.of(secrets);
            assertThat(signature.verify(right, accounts, Descriptions.at(NOW)).reason()).isNull();

            byte[] body = right.body().clone();
            body[random.nextInt(body.length)] ^= (byte) (1 << random.nextInt(7));
            Incoming changed = new Incoming(right.method(), right.path(), right.query(), right.headers(), body);
            assertThat(signature.verify(changed, accounts, Descriptions.at(NOW)).valid()).isFalse();

            Map<String, String> headers = new HashMap<>(right.headers());
            headers.computeIfPresent("X-Signature", (name, text) -> other(text, random));
            Incoming forged = new Incoming(right.method(), right.path(), right.query(), headers, right.body());
            assertThat(signature.verify(forged, accounts, Descriptions.at(NOW)).valid()).isFalse();
        }
    }

    private static String description(String algorithm, Random random) {
        boolean pair = !algorithm.startsWith("HMAC");
        String message = MESSAGES[random.nextInt(MESSAGES.length)];
        return "message: " + message + "\n"
                + "timestamp: " + TIMES[random.nextInt(TIMES.length)] + "\n"
                + "nonce: uuid\n"
                + "algorithm: " + algorithm + "\n"
                + (pair ? "key: {credential: private, encoding: base64}\nverify-key: {credential: public, encoding:"
                        + " base64}\n"
                        : "key: {credential: secret}\n")
                + "output: {encoding: " + new String[]{"hex", "HEX", "base64", "base64url"}[random.nextInt(4)]
                + ", prefix: 'v1='}\n"
                + "headers: {X-Time: '{timestamp}', X-Nonce: '{nonce}', X-Signature: '{signature}'}\n";
    }

    private static byte[] body(Random random) {
        StringBuilder json = new StringBuilder("{");
        int fields = 1 + random.nextInt(6);
        for (int i = 0; i < fields; i++) {
            String[] values = {"\"" + Integer.toString(random.nextInt(), 36) + "é\"", "null", "\"\"", "true",
                    random.nextInt(1000) + ".50", "12e" + random.nextInt(9)};
            json.append(i == 0 ? "" : ",").append('"').append((char) ('a' + i)).append(random.nextInt(9))
                    .append("\":").append(values[random.nextInt(values.length)]);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String other(String text, Random random) {
        int at = 3 + random.nextInt(text.length() - 3);
        char before = Character.toLowerCase(text.charAt(at));
        return text.substring(0, at) + (before == '3' ? '7' : '3') + text.substring(at + 1);
    }

    private static Function<String, String> secrets(String algorithm) {
        if (algorithm.startsWith("HMAC")) {
            return Descriptions.credentials("secret", "made-up-" + algorithm);
        }
        String family = algorithm.startsWith("RSA") ? "RSA" : algorithm.startsWith("EC") ? "EC" : "Ed25519";
        KeyPair pair = PAIRS.computeIfAbsent(family, SignatureRoundTripTest::pair);
        return Descriptions.credentials(
                "private", Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()),
                "public", Base64.getEncoder().encodeToString(pair.getPublic().getEncoded()));
    }

    private static KeyPair pair(String family) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(family);
            if (!family.equals("Ed25519")) {
                generator.initialize(family.equals("RSA") ? 2048 : 256);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing);
        }
    }
}
