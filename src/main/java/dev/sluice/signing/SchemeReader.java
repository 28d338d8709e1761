package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads a description and refuses what is unknown, missing or cannot work. */
final class SchemeReader {
    private static final Duration USUAL_WINDOW = Duration.ofMinutes(5);
    private static final Map<String, Duration> UNITS = new TreeMap<>(Map.of("ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1), "m", Duration.ofMinutes(1), "h", Duration.ofHours(1),
            "d", Duration.ofDays(1)));

    private final Description root;

    SchemeReader(JsonNode description) {
        this.root = new Description("", description);
    }

    Scheme read() {
        JsonNode described = root.needed("message");
        Message message = Messages.read("message", described);
        Description verify = root.section("verify");
        Map<String, Message> readings = Messages.readings(message, described, verify);
        Algorithm algorithm = root.choice("algorithm", Algorithm.class);
        Description output = root.section("output");
        TextEncoding encoding = output == null ? algorithm == Algorithm.NONE ? TextEncoding.TEXT : TextEncoding.HEX
                : output.choice("encoding", TextEncoding.class, TextEncoding.HEX);
        String prefix = output == null ? "" : output.text("prefix", "");
        if (output != null && (encoding == TextEncoding.RAW
                || (encoding == TextEncoding.TEXT) != (algorithm == Algorithm.NONE))) {
            throw output.problem("encoding", algorithm == Algorithm.NONE ? "must be text for algorithm none"
                    : "must be hex, HEX, base64, base64url or base64url-padded");
        }
        TimestampFormat timestamp = root.has("timestamp")
                ? TimestampFormat.of("timestamp", root.needed("timestamp")) : null;
        Description digest = root.section("digest");
        List<Placement> placements = placements(prefix, root.text("separator", ","));
        Scheme scheme = new Scheme(message, readings,
                root.choice("body-format", BodyFormat.class, BodyFormat.JSON),
                root.choice("missing", Scheme.Missing.class, Scheme.Missing.REFUSE),
                timestamp, root.has("nonce") ? root.choice("nonce", NonceFormat.class) : null,
                digest == null ? Algorithm.SHA_256
                        : digest.choice("algorithm", Messages.DigestName.class).algorithm,
                digest == null ? TextEncoding.HEX : digest.choice("encoding", TextEncoding.class, TextEncoding.HEX),
                algorithm, key("key", algorithm), key("verify-key", algorithm), encoding,
                placements.stream().filter(placement -> !placement.carriesSignature()).toList(),
                placements.stream().filter(Placement::carriesSignature).toList(),
                timestamp == null ? null : window(verify));
        for (Description section : new Description[]{digest, output, verify, root}) {
            if (section != null) {
                section.done();
            }
        }
        new SchemeCheck(scheme, root).check();
        return scheme;
    }

    private @Nullable KeySource key(String name, Algorithm algorithm) {
        Description key = root.section(name);
        return key == null ? null : new KeySource(key, algorithm);
    }

    private List<Placement> placements(String prefix, String separator) {
        List<Placement> placements = new ArrayList<>();
        root.entries("headers", (key, value) -> placements.add(new Placement(
                Placement.Place.HEADER, key.substring("headers.".length()), key, value, prefix, separator)));
        root.entries("query", (key, value) -> placements.add(new Placement(
                Placement.Place.QUERY, key.substring("query.".length()), key, value, prefix, separator)));
        root.entries("body", (key, value) -> placements.add(new Placement(
                Placement.Place.BODY, key.substring("body.".length()), key, value, prefix, separator)));
        return placements;
    }

    private @Nullable Duration window(@Nullable Description verify) {
        if (verify == null || !verify.has("window")) {
            return USUAL_WINDOW;
        }
        String text = verify.text("window");
        if (text.equals("none")) {
            return null;
        }
        int unit = 0;
        while (unit < text.length() && Character.isDigit(text.charAt(unit))) {
            unit++;
        }
        try {
            Duration one = UNITS.get(text.substring(unit));
            Duration length = one != null && unit > 0 && unit < 10
                    ? one.multipliedBy(Long.parseLong(text.substring(0, unit)))
                    : Duration.parse(text);
            if (length.isNegative() || length.isZero()) {
                throw verify.problem("window", "must be longer than nothing");
            }
            return length;
        } catch (DateTimeParseException notADuration) {
            throw verify.problem("window", "must be a duration such as 5m or PT5M, or none");
        }
    }

}
