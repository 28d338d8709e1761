package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the {@code message} section and the other readings of it. */
final class Messages {
    enum BodyForm implements Labelled {
        RAW, MINIFIED, SORTED
    }

    enum DigestName implements Labelled {
        MD5(Algorithm.MD5), SHA_1(Algorithm.SHA_1), SHA_256(Algorithm.SHA_256), SHA_384(Algorithm.SHA_384),
        SHA_512(Algorithm.SHA_512);

        final Algorithm algorithm;

        DigestName(Algorithm algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        public String label() {
            return algorithm.label();
        }
    }

    private static final List<String> SOURCES = List.of("body", "template", "fields", "hash", "concat");

    private Messages() {
    }

    static Message read(String key, JsonNode node) {
        Description section = new Description(key, node);
        List<String> given = SOURCES.stream().filter(section::has).toList();
        if (given.size() != 1) {
            throw new SignatureProblem(key, "needs exactly one of " + String.join(", ", SOURCES)
                    + (given.isEmpty() ? "" : "; has " + String.join(", ", given)));
        }
        Message source = switch (given.get(0)) {
            case "body" -> TextTemplate.of(section.at("body"),
                    "{body:" + section.choice("body", BodyForm.class).label() + "}");
            case "template" -> TextTemplate.of(section.at("template"), section.text("template"));
            case "fields" -> new SortedFields(new Description(section.at("fields"), section.needed("fields")));
            case "hash" -> hashed(new Description(section.at("hash"), section.needed("hash")));
            default -> joined(section.at("concat"), section.needed("concat"));
        };
        List<Message> parts = new ArrayList<>(List.of(source));
        if (section.has("prefix")) {
            parts.add(0, TextTemplate.of(section.at("prefix"), section.text("prefix")));
        }
        if (section.has("suffix")) {
            parts.add(TextTemplate.of(section.at("suffix"), section.text("suffix")));
        }
        section.done();
        return parts.size() == 1 ? source : new Message.Joined(List.copyOf(parts));
    }

    private static Message hashed(Description hash) {
        Algorithm algorithm = hash.choice("algorithm", DigestName.class).algorithm;
        TextEncoding encoding = hash.choice("encoding", TextEncoding.class, TextEncoding.HEX);
        if (encoding == TextEncoding.TEXT) {
            throw hash.problem("encoding", "must be raw or an encoding of bytes");
        }
        Message of = read(hash.at("of"), hash.needed("of"));
        hash.done();
        return new Message.Hashed(of, algorithm, encoding);
    }

    private static Message joined(String key, JsonNode list) {
        if (!list.isArray() || list.isEmpty()) {
            throw new SignatureProblem(key, "must be a list of parts");
        }
        List<Message> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            parts.add(read(key + "." + i, list.get(i)));
        }
        return new Message.Joined(List.copyOf(parts));
    }

    /** The message and its alternatives: each of these is the message with what it names put over it. */
    static Map<String, Message> readings(Message message, JsonNode node, @Nullable Description verify) {
        Map<String, Message> readings = new LinkedHashMap<>();
        readings.put("message", message);
        if (verify != null) {
            readings.putAll(verify.entries("alternatives", (key, over) -> {
                if (!over.isObject() || over.isEmpty()) {
                    throw new SignatureProblem(key, "must be a section of what is different from message");
                }
                return read(key, over(node.deepCopy(), over));
            }));
        }
        return readings;
    }

    private static JsonNode over(JsonNode below, JsonNode above) {
        if (!(below instanceof ObjectNode merged) || !above.isObject()) {
            return above;
        }
        if (SOURCES.stream().anyMatch(above::has)) {
            SOURCES.stream().filter(source -> !above.has(source)).forEach(merged::remove);
        }
        above.properties().forEach(entry -> {
            JsonNode before = merged.get(entry.getKey());
            merged.set(entry.getKey(), before == null ? entry.getValue() : over(before, entry.getValue()));
        });
        return merged;
    }
}
