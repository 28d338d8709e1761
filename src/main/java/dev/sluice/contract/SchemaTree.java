package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** Walks a schema and the schemas inside it. */
final class SchemaTree {

    private static final Set<String> NAMED = Set.of("properties", "patternProperties", "$defs", "dependentSchemas");
    private static final Set<String> LISTED = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> SINGLE = Set.of("not", "if", "then", "else", "items", "contains", "propertyNames",
            "additionalProperties", "unevaluatedProperties", "unevaluatedItems");

    interface Visitor {
        /**
         * @param key    dotted path in the schema, with a leading dot; empty for the whole
         * @param member dotted path of the member that this schema is about; empty for the whole
         */
        void schema(String key, String member, JsonNode schema);
    }

    private SchemaTree() {
    }

    static void walk(JsonNode schema, Visitor visitor) {
        walk(schema, "", "", visitor);
    }

    private static void walk(JsonNode schema, String key, String member, Visitor visitor) {
        visitor.schema(key, member, schema);
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            String name = keyword.getKey();
            String here = key + "." + name;
            JsonNode value = keyword.getValue();
            if (NAMED.contains(name)) {
                value.properties().forEach(entry -> walk(entry.getValue(), here + "." + entry.getKey(),
                        name.equals("properties") ? join(member, entry.getKey()) : member, visitor));
            } else if (LISTED.contains(name)) {
                for (int i = 0; i < value.size(); i++) {
                    walk(value.get(i), here + "." + i, member, visitor);
                }
            } else if (SINGLE.contains(name)) {
                walk(value, here, member, visitor);
            }
        }
    }

    private static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
