package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.networknt.schema.DisallowUnknownKeywordFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.resource.DisallowSchemaLoader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Compiles JSON Schemas 2020-12 that refer to each other under one base address; nothing is ever fetched. */
final class Schemas {

    static final String BASE = "https://sluice.dev/contract/";
    private static final String COMMON = "common.schema.json";
    static final String LEDGER = "x-ledger";
    static final String MEMBER = "x-member";
    static final String RULE = "x-rule";
    static final String OTHERWISE = "x-otherwise";

    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder()
            .formatAssertionsEnabled(true).preloadJsonSchema(true).regularExpressionFactory(Patterns::compile).build();

    private final Map<String, JsonNode> documents = new ConcurrentHashMap<>();
    private final JsonSchemaFactory factory;

    Schemas(Map<String, JsonNode> files) {
        files.forEach((name, schema) -> documents.put(BASE + name, schema));
        JsonMetaSchema dialect = JsonMetaSchema.builder(SchemaId.V202012, JsonMetaSchema.getV202012())
                .vocabularyFactory(TypeAsWritten::vocabulary)
                .keywords(List.of(new NonValidationKeyword(LEDGER), new NonValidationKeyword(MEMBER),
                        new NonValidationKeyword(RULE), new NonValidationKeyword(OTHERWISE)))
                .format(new DateTimeFormat())
                .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                .build();
        factory = JsonSchemaFactory.builder()
                .defaultMetaSchemaIri(dialect.getIri())
                .metaSchema(dialect)
                .schemaLoaders(loaders -> loaders
                        .schemas(iri -> documents.containsKey(iri) ? documents.get(iri).toString() : null)
                        .add(DisallowSchemaLoader.getInstance()))
                .build();
    }

    /** @throws RuntimeException of the validator when the schema cannot be compiled or a reference leads nowhere */
    JsonSchema compile(String name, JsonNode schema) {
        documents.put(BASE + name, schema);
        JsonSchema compiled = factory.getSchema(SchemaLocation.of(BASE + name), schema, CONFIG);
        compiled.initializeValidators();
        return compiled;
    }

    JsonSchema compile(String name) {
        return compile(name, Objects.requireNonNull(documents.get(BASE + name), name));
    }

    /** The schema that holds the keyword at this place. */
    JsonNode holder(SchemaLocation keyword) {
        JsonNode node = document(keyword.getAbsoluteIri().toString());
        JsonNodePath path = keyword.getFragment();
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            node = path.getElement(i) instanceof Integer index ? node.path(index) : node.path(path.getName(i));
        }
        return node;
    }

    /**
     * What a {@code $ref} of the form {@code file#/pointer} leads to; {@code #/pointer} stands in the common file
     * alone.
     */
    JsonNode referred(String reference) {
        int hash = reference.indexOf('#');
        return document(BASE + (hash == 0 ? COMMON : reference.substring(0, hash < 0 ? reference.length() : hash)))
                .at(hash < 0 ? "" : reference.substring(hash + 1));
    }

    private JsonNode document(String iri) {
        return documents.getOrDefault(iri, MissingNode.getInstance());
    }

    /** The rules for schemas themselves, to find misspelled values such as {@code required: mobile}. */
    static JsonSchema metaSchema() {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(SchemaLocation.of(SchemaId.V202012));
    }
}
