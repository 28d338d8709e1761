package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** What the tests of this package share: descriptions from YAML, fixed clocks, requests. */
final class Descriptions {
    private static final YAMLMapper YAML = new YAMLMapper();

    private Descriptions() {
    }

    static JsonNode yaml(String text) {
        try {
            return YAML.readTree(text);
        } catch (IOException wrong) {
            throw new UncheckedIOException(wrong);
        }
    }

    static Signature signature(String yaml) {
        return Signature.of(yaml(yaml));
    }

    static String page() {
        return read(Path.of("config/providers/README.md"));
    }

    static JsonNode ofProvider(String name) {
        return yaml(read(Path.of("config/providers", name + ".yaml"))).get("signature").deepCopy();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    /** The description with one key, given by its dotted path, set to another value. */
    static JsonNode with(JsonNode description, String path, String value) {
        ObjectNode copy = description.deepCopy();
        ObjectNode here = copy;
        String[] steps = path.split("\\.");
        for (int i = 0; i < steps.length - 1; i++) {
            here = here.withObjectProperty(steps[i]);
        }
        here.put(steps[steps.length - 1], value);
        return copy;
    }

    static Clock at(Instant instant) {
        return Clock.fixed(instant, ZoneOffset.UTC);
    }

    static Function<String, String> credentials(Object... namesAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            values.put((String) namesAndValues[i], (String) namesAndValues[i + 1]);
        }
        return values::get;
    }

    static Outgoing post(String body) {
        return new Outgoing("POST", "/pay", "", Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }

    static Incoming delivery(Map<String, String> headers, String body) {
        return new Incoming("POST", "/webhooks/acme/default", "", headers, body.getBytes(StandardCharsets.UTF_8));
    }

    /** What the receiver gets of a signed request. */
    static Incoming received(Outgoing out, Signed signed) {
        Map<String, String> headers = new HashMap<>(out.headers());
        headers.putAll(signed.headers());
        return new Incoming(out.method(), out.path(), signed.fullQuery(), headers, signed.body());
    }
}
