package dev.sluice.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The contract's files on the class path. {@code index.json} names them all: a jar's folder cannot be listed. */
final class ContractFiles {

    static final String INDEX = "index.json";
    static final String REQUEST = ".request.schema.json";
    static final String ENQUIRY = "status.schema.json";
    private static final String RESULT = ".result.schema.json";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Map<String, String> texts = new LinkedHashMap<>();

    ContractFiles(String folder) {
        texts.put(INDEX, text(folder, INDEX));
        json(INDEX).get("documents").fieldNames().forEachRemaining(name -> texts.put(name, text(folder, name)));
    }

    Map<String, String> texts() {
        return texts;
    }

    JsonNode json(String name) {
        try {
            return MAPPER.readTree(texts.get(name));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("contract file " + name + " is not JSON", e);
        }
    }

    /** Every {@code *.schema.json}, by name. */
    Map<String, JsonNode> schemas() {
        Map<String, JsonNode> schemas = new TreeMap<>();
        texts.keySet().stream().filter(name -> name.endsWith(".schema.json"))
                .forEach(name -> schemas.put(name, json(name)));
        return schemas;
    }

    /** The families that have a request schema, each with that schema's file name. */
    Map<String, String> requestSchemas() {
        Map<String, String> names = new TreeMap<>();
        texts.keySet().stream().filter(name -> name.endsWith(REQUEST))
                .forEach(name -> names.put(name.substring(0, name.length() - REQUEST.length()), name));
        return names;
    }

    /** The name of a family's result schema. */
    String resultSchema(String family) {
        if (!texts.containsKey(family + RESULT)) {
            throw new IllegalStateException("contract file " + family + RESULT + " is missing");
        }
        return family + RESULT;
    }

    private static String text(String folder, String name) {
        try (InputStream file = ContractFiles.class.getClassLoader().getResourceAsStream(folder + "/" + name)) {
            if (file == null) {
                throw new IllegalStateException("contract file " + folder + "/" + name + " is missing");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
