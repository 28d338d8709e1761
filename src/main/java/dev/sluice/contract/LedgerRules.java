package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/** Reads the {@code x-ledger} annotations of a schema, its own and those it refers to. */
final class LedgerRules {

    private LedgerRules() {
    }

    static Map<String, String> of(JsonNode fields, Schemas schemas) {
        Map<String, String> rules = new TreeMap<>();
        SchemaTree.walk(fields, (key, member, schema) -> {
            JsonNode referred = schema.has("$ref") ? schemas.referred(schema.get("$ref").asText()) : schema;
            JsonNode rule = (schema.has(Schemas.LEDGER) ? schema : referred).path(Schemas.LEDGER);
            if (rule.isTextual()) {
                rules.put(member, rule.asText());
            }
        });
        return rules;
    }
}
