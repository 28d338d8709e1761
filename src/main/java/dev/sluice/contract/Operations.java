package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.ValidationMessage;
import dev.sluice.config.Rule;
import dev.sluice.contract.WrongFields.Wrong;
import dev.sluice.text.Nearest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A provider's operations and the schema of each one's own fields: {@code operations.<name>.fields} of its file. */
final class Operations {

    private static final String NOBODY_S_MEMBER = "no such member";

    private final String provider;
    private final Consumer<Wrong> wrong;
    private final String family;
    private final Set<String> reads = new TreeSet<>();
    private final Map<String, JsonNode> fields = new TreeMap<>();
    private final Map<String, Map<String, String>> ledgerRules = new TreeMap<>();
    private final Map<String, JsonSchema> compiled = new TreeMap<>();

    /** @param wrong is told of each schema that cannot be used or lets unknown members pass */
    Operations(String provider, JsonNode file, Schemas schemas, JsonSchema metaSchema, Consumer<Wrong> wrong) {
        this.provider = provider;
        this.wrong = wrong;
        this.family = file.path("family").asText();
        for (Map.Entry<String, JsonNode> operation : file.path("operations").properties()) {
            String key = "operations." + operation.getKey() + ".fields";
            JsonNode schema = operation.getValue().path("fields");
            if (!schema.isObject()) {
                wrong(Rule.WRONG_FIELDS, key, "must be a JSON Schema of the operation's own fields");
                continue;
            }
            if (operation.getValue().path("exact").asBoolean(false)) {
                reads.add(operation.getKey());
            }
            fields.put(operation.getKey(), schema);
            compile(key, operation.getKey(), schema, schemas, metaSchema)
                    .ifPresent(usable -> {
                        compiled.put(operation.getKey(), usable);
                        ledgerRules.put(operation.getKey(),
                                Collections.unmodifiableMap(LedgerRules.of(schema, schemas)));
                    });
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

    /** How the ledger may keep the fields of each operation whose schema can be used. */
    Map<String, Map<String, String>> ledgerRules() {
        return ledgerRules;
    }

    Optional<JsonSchema> schema(String operation) {
        return Optional.ofNullable(compiled.get(operation));
    }

    /** An operation without fields may be asked for without the family's member. */
    boolean hasRequiredFields(String operation) {
        return schema(operation).filter(fields -> !fields.validate(JsonNodeFactory.instance.objectNode()).isEmpty())
                .isPresent();
    }

    private Optional<JsonSchema> compile(String key, String operation, JsonNode schema, Schemas schemas,
            JsonSchema metaSchema) {
        Set<ValidationMessage> faults = metaSchema.validate(schema);
        Map<String, String> byField = new TreeMap<>();
        faults.forEach(
                fault -> byField.putIfAbsent(Wording.field(key, fault.getInstanceLocation(), null), fault.getError()));
        byField.forEach((field, error) -> wrong(Rule.WRONG_FIELDS, field, "is not JSON Schema 2020-12: " + error));
        List<Violation> unfit = faults.isEmpty() ? SchemaFaults.find(schema, schemas) : List.of();
        unfit.forEach(fault -> wrong(Rule.WRONG_FIELDS, key + fault.field(), fault.rule()));
        if (!faults.isEmpty() || !unfit.isEmpty()) {
            return Optional.empty();
        }
        JsonSchema usable;
        try {
            usable = schemas.compile(provider + "." + operation + ".fields.json", schema);
        } catch (RuntimeException e) {
            wrong(Rule.WRONG_FIELDS, key, "cannot be used: " + e.getMessage());
            return Optional.empty();
        }
        ObjectNode probe = JsonNodeFactory.instance.objectNode().putNull(NOBODY_S_MEMBER);
        if (usable.validate(probe).stream().noneMatch(message -> NOBODY_S_MEMBER.equals(message.getProperty()))) {
            wrong(Rule.WRONG_FIELDS, key, "lets unknown members pass; add additionalProperties: false");
        }
        List.of(schema, schema.path("oneOf"), schema.path("anyOf"), schema.path("allOf"))
                .forEach(part -> (part.isArray() ? part : List.of(part)).forEach(one -> required(one, schema, key)));
        return Optional.of(usable);
    }

    /** What is required and not allowed lets no request pass. */
    private void required(JsonNode part, JsonNode schema, String key) {
        for (JsonNode name : part.path("required")) {
            if (!schema.path("properties").has(name.asText()) && !part.path("properties").has(name.asText())
                    && !schema.has("patternProperties")) {
                wrong(Rule.WRONG_FIELDS, key + ".required",
                        "names " + name.asText() + ", which is none of the properties" + Nearest.hint(name.asText(),
                                schema.path("properties").properties().stream().map(Map.Entry::getKey).toList()));
            }
        }
    }

    private void wrong(Rule rule, String key, String reason) {
        wrong.accept(new Wrong(rule, provider, key, reason));
    }
}
