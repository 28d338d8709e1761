package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Keys that a provider's file may have and has not: they can be set all the same. */
final class OptionalKeys {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final JsonNode schema;
    private final Map<String, JsonNode> absent = new TreeMap<>();

    private OptionalKeys(JsonNode schema) {
        this.schema = schema;
    }

    /**
     * The file with an empty value of the right kind at each key that is set and that it has not.
     *
     * @param accounts all that there are, of which the file may not name each
     */
    static ObjectNode withSet(JsonNode file, Iterable<String> accounts, JsonNode schema, Predicate<String> isSet) {
        OptionalKeys keys = new OptionalKeys(schema);
        ObjectNode named = file.deepCopy();
        accounts.forEach(account -> named.withObjectProperty("accounts").withObjectProperty(account));
        keys.walk(schema, named, "");
        ObjectNode whole = file.deepCopy();
        keys.absent.forEach((key, empty) -> {
            if (isSet.test(key)) {
                put(whole, key.split("\\."), empty);
            }
        });
        return whole;
    }

    private void walk(JsonNode described, JsonNode node, String key) {
        JsonNode shape = described.has("$ref") ? schema.at(described.get("$ref").asText().substring(1)) : described;
        if (shape.has("properties")) {
            shape.get("properties").properties().forEach(member -> walk(member.getValue(), node.path(member.getKey()),
                    key.isEmpty() ? member.getKey() : key + "." + member.getKey()));
        } else if (shape.path("additionalProperties").isObject() && !node.isMissingNode()) {
            node.properties().forEach(
                    member -> walk(shape.get("additionalProperties"), member.getValue(), key + "." + member.getKey()));
        } else if (node.isMissingNode()) {
            JsonNode type = shape.path("type");
            absent.put(key, empty(type.isArray() ? type.path(0).asText() : type.asText()));
        }
    }

    private static JsonNode empty(String type) {
        return switch (type) {
            case "boolean" -> NODES.booleanNode(false);
            case "integer", "number" -> NODES.numberNode(0);
            case "array" -> NODES.arrayNode();
            case "object" -> NODES.objectNode();
            default -> NODES.textNode("");
        };
    }

    private static void put(ObjectNode tree, String[] keys, JsonNode value) {
        ObjectNode at = tree;
        for (int i = 0; i < keys.length - 1; i++) {
            at = at.withObjectProperty(keys[i]);
        }
        at.set(keys[keys.length - 1], value);
    }
}
