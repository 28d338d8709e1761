package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Reads the {@code x-ledger} annotations of a schema, its own and those it refers to. */
public final class LedgerRules {

    private static final Schemas SCHEMAS = new Schemas(new ContractFiles("contract").schemas());

    private LedgerRules() {
    }

    /** Which of an operation's fields the ledger keeps masked or not at all. */
    public static Set<String> unkept(JsonNode fields) {
        return Set.copyOf(of(fields, SCHEMAS).keySet());
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
