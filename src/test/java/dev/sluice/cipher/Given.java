package dev.sluice.cipher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** What the tests of this package share: descriptions from YAML, vectors, bytes that are not random. */
final class Given {
    static final String KEY = "MADE-UP-KEY-0123456789-abcdefghi";
    static final List<String> MODES = List.of("gcm", "cbc-zero-iv", "cbc-prefixed-iv", "ecb");
    static final String CIPHER = """
            mode: auto
            key: {credential: aes-key, encoding: text}
            auto: {expect: [status, name]}
            """;
    static final String WRAPPER = """
            enabled: false
            agreement: X25519
            derivation: {kdf: HKDF-SHA256, info: sluice-test-v1, salt-bytes: 16, length: 32}
            cipher: AES-256-GCM
            members: {version: key_version, salt: salt, data: data}
            max-age: 25m
            """;

    private Given() {
    }

    static JsonNode yaml(String text) {
        try {
            return new YAMLMapper().readTree(text);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    /** The description with one key, given by its dotted path, set to another value, which is YAML too. */
    static JsonNode with(String description, String path, String value) {
        ObjectNode whole = (ObjectNode) yaml(description);
        ObjectNode here = whole;
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            here = (ObjectNode) here.get(steps[i]);
        }
        here.set(steps[steps.length - 1], yaml(value));
        return whole;
    }

    static PayloadCipher cipher() {
        return PayloadCipher.of(yaml(CIPHER));
    }

    static WrappedPayload wrapper() {
        return WrappedPayload.of(yaml(WRAPPER));
    }

    static Function<String, String> key(String text) {
        return text == null ? name -> null : Map.of("aes-key", text)::get;
    }

    /** Hands out the given bytes, in hex, one text after the other; zeros when they are used up. */
    static Randomness fixed(String... hex) {
        Queue<String> left = new ArrayDeque<>(List.of(hex));
        return count -> {
            byte[] next = left.isEmpty() || count == 0 ? new byte[count] : hex(left.remove());
            if (next.length != count) {
                throw new IllegalStateException(count + " bytes were asked for");
            }
            return next;
        };
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String flipped(String base64, int bit) {
        byte[] bytes = Base64.getDecoder().decode(base64);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    static JsonNode vectors(String scheme) {
        try (InputStream file = Given.class.getResourceAsStream("/vectors/signatures.json")) {
            return new ObjectMapper().readTree(file).get("schemes").get(scheme).get("vectors");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
