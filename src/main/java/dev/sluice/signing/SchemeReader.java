package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumSet;
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

    SchemeReader(Description root) {
        this.root = root;
    }

    Scheme read() {
        Messages.times(root);
        Messages.parts(root);
        JsonNode described = root.needed("message");
        Message message = Messages.read(root.at("message", described));
        Description verify = root.section("verify");
        Map<String, Message> readings = Messages.readings(message, described, verify);
        Signer signer = Signer.of(root);
        boolean plainText = signer.algorithm() == Algorithm.NONE;
        Description output = root.section("output");
        TextEncoding usual = plainText ? TextEncoding.TEXT : TextEncoding.HEX;
        TextEncoding encoding = output == null ? usual : output.choice("encoding",
                plainText ? EnumSet.of(TextEncoding.TEXT) : TextEncoding.OF_SIGNATURES, usual);
        FieldRules.Escape escape = output == null ? FieldRules.Escape.NONE
                : output.choice("escape", FieldRules.Escape.class, FieldRules.Escape.NONE);
        String prefix = output == null ? "" : output.text("prefix", "");
        TimestampFormat timestamp = root.has("timestamp")
                ? TimestampFormat.of("timestamp", root.needed("timestamp")) : null;
        Description digest = root.section("digest");
        List<Placement> placements = placements(prefix, root.text("separator", ","));
        Scheme scheme = new Scheme(message, readings,
                root.format(),
                root.choice("missing", Scheme.Missing.class, Scheme.Missing.REFUSE),
                timestamp, root.has("nonce") ? root.choice("nonce", NonceFormat.class) : null,
                digest == null ? Algorithm.SHA_256 : digest.choice("algorithm", Algorithm.DIGESTS, Algorithm.SHA_256),
                digest == null ? TextEncoding.HEX
                        : digest.choice("encoding", TextEncoding.OF_DIGESTS, TextEncoding.HEX),
                signer, new Scheme.Output(encoding, escape),
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

    /** The body comes first, since headers may hold its digest; then the query, which they may hold too. */
    private List<Placement> placements(String prefix, String separator) {
        List<Placement> placements = new ArrayList<>();
        for (Placement.Place place : new Placement.Place[]{Placement.Place.BODY, Placement.Place.QUERY,
                Placement.Place.HEADER}) {
            String section = place == Placement.Place.HEADER ? "headers" : place.label();
            if (root.isText(section) && place == Placement.Place.BODY) {
                placements.add(new Placement(place, "", section, root.needed(section), root, prefix, separator));
                continue;
            }
            root.entries(section, (key, value) -> placements.add(new Placement(
                    place, key.substring(section.length() + 1), key, value, root, prefix, separator)));
        }
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
