package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Keys of a provider's file that hold one value for each name of the file's own choice, such as a currency. A setting
 * can take the place of a value that the file has; a name is added with all of its table alone.
 */
final class Tables {

    private final JsonNode schema;
    /** Each with its form in JSON. */
    private final Map<String, String> forms = new TreeMap<>();

    Tables(JsonNode schema, Iterable<String> accounts) {
        this.schema = schema;
        find(schema, "");
        Map<String, String> ofProvider = Map.copyOf(forms);
        accounts.forEach(account -> ofProvider.forEach((table, form) -> {
            if (Tuning.KEYS.contains(table.replaceFirst("\\..*", ""))) {
                forms.put("accounts." + account + "." + table, form);
            }
        }));
    }

    /**
     * How a table is set, where an unknown setting is one or a name in one.
     *
     * @param spelled how the setting of a key is written where this one stands
     * @param between what stands there between a table and a name
     */
    Optional<String> hint(String written, UnaryOperator<String> spelled, String between) {
        return forms.entrySet().stream()
                .filter(table -> (written + between).startsWith(spelled.apply(table.getKey()) + between)).findFirst()
                .map(table -> "; all of " + table.getKey() + " is one setting, in JSON: "
                        + spelled.apply(table.getKey()) + "=" + table.getValue());
    }

    private void find(JsonNode described, String key) {
        JsonNode shape = shape(described);
        JsonNode each = shape(shape.path("additionalProperties"));
        String type = each.path("type").asText();
        if (each.isObject() && !type.equals("object")) {
            String value = "<" + each.path("title").asText("value") + ">";
            forms.put(key, "{\"<" + shape.path("propertyNames").path("title").asText("name") + ">\": "
                    + (type.equals("string") ? "\"" + value + "\"" : value) + "}");
        }
        shape.path("properties").properties().forEach(member -> find(member.getValue(),
                key.isEmpty() ? member.getKey() : key + "." + member.getKey()));
    }

    private JsonNode shape(JsonNode described) {
        return described.has("$ref") ? schema.at(described.get("$ref").asText().substring(1)) : described;
    }
}
