package dev.sluice.pages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The tables of all keys that a schema allows: one of those at its top, one of each part that has parts itself, and one
 * of each shape that several keys share. What is told of a key is what the schema tells.
 */
final class KeyTables {

    private static final String HEAD = "| key | values | default | meaning |\n| --- | --- | --- | --- |\n";

    private final StringBuilder text = new StringBuilder();

    private KeyTables(List<SchemaKey> keys) {
        text.append(HEAD);
        keys.forEach(key -> row(key, "", isPart(key)));
        keys.stream().filter(KeyTables::isPart).forEach(part -> {
            heading(part.path());
            text.append(HEAD);
            part.below().forEach(key -> row(key, "", false));
        });
        shared(keys).forEach(this::shape);
    }

    static String of(List<SchemaKey> keys) {
        return new KeyTables(keys).text.toString();
    }

    /** Whether a table of its own tells what is below it. */
    private static boolean isPart(SchemaKey key) {
        return key.shared().isEmpty() && key.below().stream().anyMatch(inner -> !inner.below().isEmpty());
    }

    private static Map<String, List<SchemaKey>> shared(List<SchemaKey> keys) {
        return keys.stream().flatMap(SchemaKey::all).filter(key -> !key.shared().isEmpty()).collect(
                Collectors.groupingBy(SchemaKey::shared, LinkedHashMap::new, Collectors.toList()));
    }

    private void shape(String name, List<SchemaKey> uses) {
        heading(name);
        text.append("The shape of ").append(uses.stream().map(use -> "`" + use.path() + "`")
                .collect(Collectors.joining(", "))).append(".\n\n").append(HEAD);
        for (int i = 0; i < uses.get(0).below().size(); i++) {
            List<SchemaKey> same = new ArrayList<>();
            for (SchemaKey use : uses) {
                same.add(use.below().get(i));
            }
            // One use may say more than another: that the key is needed, or what it is by default.
            SchemaKey most = same.stream().max(Comparator.comparing(SchemaKey::needed)
                    .thenComparing(key -> key.schema().has("default"))).orElseThrow();
            row(most, most.path().replaceFirst("[^.]+$", ""), false);
        }
    }

    private void heading(String name) {
        text.append("\n### ").append(name).append("\n\n");
    }

    /** The row of a key, and of those below it where no other table has them. */
    private void row(SchemaKey key, String without, boolean elsewhere) {
        JsonNode otherwise = key.schema().path("default");
        text.append("| `").append(key.path().substring(without.length())).append("` | ")
                .append(elsewhere ? "[section](#" + key.path() + ")" : values(key)).append(" | ")
                .append(key.needed() ? "needed" : otherwise.isValueNode() ? "`" + otherwise.asText() + "`" : "none")
                .append(" | ").append(key.description()).append(" |\n");
        if (!elsewhere && key.shared().isEmpty()) {
            key.below().forEach(inner -> row(inner, without, false));
        }
    }

    private static String values(SchemaKey key) {
        return key.shared().isEmpty() ? values(key.schema()) : "[" + key.shared() + "](#" + key.shared() + ")";
    }

    private static String values(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.get("enum").valueStream().map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        if (schema.has("title")) {
            return schema.get("title").asText();
        }
        String type = schema.path("type").asText();
        return switch (type) {
            case "boolean" -> "`true`, `false`";
            case "integer" -> "whole number" + range(schema);
            case "number" -> "number" + range(schema);
            case "string" -> "text";
            case "array" -> "list of " + values(schema.get("items")) + "s";
            case "object" -> "section";
            default -> throw new IllegalStateException("a key of the type '" + type + "' cannot be told: " + schema);
        };
    }

    private static String range(JsonNode schema) {
        return (schema.has("minimum") ? " from " + schema.get("minimum") : "")
                + (schema.has("maximum") ? " to " + schema.get("maximum") : "");
    }
}
