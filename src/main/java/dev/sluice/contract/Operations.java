package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A provider's operations and the schema of each one's own fields: {@code operations.<name>.fields} of its file. */
final class Operations {

    private static final String NOBODY_S_MEMBER = "no such member";

    private final String provider;
    private final String family;
    private final Set<String> reads = new TreeSet<>();
    private final Map<String, JsonNode> fields = new TreeMap<>();
    private final Map<String, JsonSchema> compiled = new TreeMap<>();

    /** @throws WrongFields naming the key, when a schema cannot be used or lets unknown members pass */
    Operations(String provider, JsonNode file, Schemas schemas, JsonSchema metaSchema) {
        this.provider = provider;
        this.family = file.path("family").asText();
        for (Map.Entry<String, JsonNode> operation : file.path("operations").properties()) {
            String key = "operations." + operation.getKey() + ".fields";
            JsonNode schema = operation.getValue().path("fields");
            if (!schema.isObject()) {
                throw new WrongFields(provider, key, "must be a JSON Schema of the operation's own fields");
            }
            if (operation.getValue().path("exact").asBoolean(false)) {
                reads.add(operation.getKey());
            }
            fields.put(operation.getKey(), schema);
            compiled.put(operation.getKey(), compile(key, operation.getKey(), schema, schemas, metaSchema));
        }
    }

    String family() {
        return family;
    }

    /** Operations whose result's data is the provider's own, as it is. */
    Set<String> reads() {
        return reads;
    }

    Map<String, JsonNode> fields() {
        return fields;
    }

    Optional<JsonSchema> schema(String operation) {
        return Optional.ofNullable(compiled.get(operation));
    }

    /** An operation without fields may be asked for without the family's member. */
    boolean hasRequiredFields(String operation) {
        return !compiled.get(operation).validate(JsonNodeFactory.instance.objectNode()).isEmpty();
    }

    private JsonSchema compile(String key, String operation, JsonNode schema, Schemas schemas, JsonSchema metaSchema) {
        Set<ValidationMessage> faults = metaSchema.validate(schema);
        if (!faults.isEmpty()) {
            ValidationMessage fault = faults.iterator().next();
            throw new WrongFields(provider, Wording.field(key, fault.getInstanceLocation(), null),
                    "is not JSON Schema 2020-12: " + fault.getError());
        }
        SchemaFaults.find(schema, schemas).ifPresent(fault -> {
            throw new WrongFields(provider, key + fault.field(), fault.rule());
        });
        JsonSchema usable = compile(key, operation, schema, schemas);
        ObjectNode probe = JsonNodeFactory.instance.objectNode().putNull(NOBODY_S_MEMBER);
        if (usable.validate(probe).stream().noneMatch(message -> NOBODY_S_MEMBER.equals(message.getProperty()))) {
            throw new WrongFields(provider, key, "lets unknown members pass; add additionalProperties: false");
        }
        return usable;
    }

    private JsonSchema compile(String key, String operation, JsonNode schema, Schemas schemas) {
        try {
            return schemas.compile(provider + "." + operation + ".fields.json", schema);
        } catch (RuntimeException e) {
            throw new WrongFields(provider, key, "cannot be used: " + e.getMessage());
        }
    }
}
