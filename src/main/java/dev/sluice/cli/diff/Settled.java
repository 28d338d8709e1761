package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Durations;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * A provider's file as it counts, so that what is only written otherwise is alike: what the schema gives where it says
 * nothing, a duration in its largest unit, a list whose order says nothing as a set, each status by its word, and of an
 * account what is its own.
 */
final class Settled {

    private static final JsonNode SCHEMA = schema();
    private static final Set<String> SETS_OF_A_SCHEMA = Set.of("required", "enum");
    private static final Map<String, Duration> UNITS = Map.of("d", Duration.ofDays(1), "h", Duration.ofHours(1), "m",
            Duration.ofMinutes(1), "s", Duration.ofSeconds(1), "ms", Duration.ofMillis(1));
    /** Here what is left out is the provider's, not what the schema gives. */
    private static final String OVER_OTHERS = "accounts\\..+|(operations|calls)\\.[^.]+\\.places\\..+";

    private Settled() {
    }

    static JsonNode of(JsonNode file) {
        ObjectNode settled = (ObjectNode) settled(SCHEMA, file, "");
        settled.path("operations").properties().forEach(operation -> sets(operation.getValue().path("fields")));
        if (settled.path("answers").path("statuses") instanceof ObjectNode statuses) {
            ((ObjectNode) settled.get("answers")).set("statuses", byWord(statuses));
        }
        settled.path("accounts").properties().forEach(account -> own(settled, (ObjectNode) account.getValue(), ""));
        return settled;
    }

    private static JsonNode settled(JsonNode described, JsonNode node, String key) {
        ObjectNode shape = JsonNodeFactory.instance.objectNode();
        String reference = described.path("$ref").asText("");
        if (!reference.isEmpty()) {
            shape.setAll((ObjectNode) SCHEMA.at(reference.substring(1)));
        }
        shape.setAll((ObjectNode) described);
        if (node.isArray() && isSet(shape)) {
            return set(node);
        }
        if (node.isTextual() && reference.endsWith("/duration")) {
            return JsonNodeFactory.instance.textNode(duration(node.asText()));
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode whole = node.deepCopy();
        shape.path("properties").properties().forEach(property -> {
            JsonNode given = property.getValue().path("default");
            if (given.isValueNode() && !whole.has(property.getKey())
                    && !below(key, property.getKey()).matches(OVER_OTHERS)) {
                whole.set(property.getKey(), given);
            }
        });
        whole.properties().forEach(member -> {
            JsonNode inner = shape.path("properties").path(member.getKey());
            JsonNode other = shape.path("additionalProperties");
            JsonNode its = inner.isObject() ? inner : other;
            if (its.isObject()) {
                member.setValue(settled(its, member.getValue(), below(key, member.getKey())));
            }
        });
        return whole;
    }

    private static boolean isSet(JsonNode shape) {
        JsonNode items = shape.path("items");
        JsonNode item = items.has("$ref") ? SCHEMA.at(items.get("$ref").asText().substring(1)) : items;
        return shape.path("type").asText().equals("array") && item.path("type").asText().equals("string");
    }

    private static ObjectNode set(JsonNode list) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        list.forEach(item -> set.put(item.asText(), true));
        return set;
    }

    private static void sets(JsonNode schema) {
        schema.properties().forEach(member -> {
            if (member.getValue().isArray() && SETS_OF_A_SCHEMA.contains(member.getKey())) {
                member.setValue(set(member.getValue()));
            } else {
                sets(member.getValue());
            }
        });
        if (schema.isArray()) {
            schema.forEach(Settled::sets);
        }
    }

    private static ObjectNode byWord(ObjectNode statuses) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        statuses.properties().forEach(list -> list.getValue().fieldNames()
                .forEachRemaining(word -> words.put(word, list.getKey())));
        return words;
    }

    private static void own(JsonNode provider, ObjectNode account, String key) {
        account.properties().removeIf(member -> {
            JsonNode its = provider.path(member.getKey());
            if (member.getValue() instanceof ObjectNode section && its.isObject()) {
                own(its, section, below(key, member.getKey()));
                return section.isEmpty();
            }
            return its.equals(member.getValue());
        });
    }

    private static String duration(String text) {
        try {
            Duration duration = Durations.parse(text);
            return UNITS.entrySet().stream().filter(unit -> isWhole(duration, unit.getValue()))
                    .max(Map.Entry.comparingByValue())
                    .map(unit -> duration.dividedBy(unit.getValue()) + unit.getKey()).orElse(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static boolean isWhole(Duration duration, Duration unit) {
        return unit.multipliedBy(duration.dividedBy(unit)).equals(duration) && !duration.isZero();
    }

    private static String below(String key, String member) {
        return key.isEmpty() ? member : key + "." + member;
    }

    private static JsonNode schema() {
        try (InputStream in = Settled.class.getResourceAsStream("/provider.schema.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
