package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The schemas as {@code GET /contract} serves them, compiled with nothing but each other. */
final class PublishedSchemas {

    private static final Map<Contract, PublishedSchemas> KNOWN = new ConcurrentHashMap<>();

    private final Map<String, JsonSchema> compiled = new TreeMap<>();

    private PublishedSchemas(Contract contract) {
        Map<String, JsonNode> documents = new TreeMap<>();
        contract.names().stream().filter(name -> name.endsWith(".schema.json"))
                .forEach(name -> documents.put(name, Given.json(contract.published(name).orElseThrow().body())));
        Schemas schemas = new Schemas(documents);
        documents.keySet().forEach(name -> compiled.put(name, schemas.compile(name)));
    }

    static PublishedSchemas of(Contract contract) {
        return KNOWN.computeIfAbsent(contract, PublishedSchemas::new);
    }

    JsonSchema get(String name) {
        return compiled.get(name);
    }

    /** An example's name is its schema's name with what it shows: {@code orders.result.failed.json}. */
    JsonSchema ofExample(String file) {
        return compiled
                .get(file.substring(0, file.lastIndexOf('.', file.length() - ".json".length() - 1)) + ".schema.json");
    }
}
