package dev.sluice.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;

/** How tests read what Sluice publishes: no result passes that the published schema of its family refuses. */
public final class PublishedResults {

    private static final PublishedSchemas SCHEMAS = PublishedSchemas.of(Given.contract());

    private PublishedResults() {
    }

    /** @throws AssertionError where it is no result by the contract */
    public static JsonNode read(String text) {
        JsonNode result = Given.json(text);
        String fault = fault(result);
        if (fault != null) {
            throw new AssertionError(fault);
        }
        return result;
    }

    /** What the contract has against it, null where nothing. */
    public static String fault(JsonNode result) {
        JsonSchema schema = SCHEMAS.get(result.path("family").asText() + ".result.schema.json");
        if (schema == null) {
            return "no result of any family: " + result;
        }
        var broken = schema.validate(result);
        return broken.isEmpty() ? null : "the published schema refuses " + result + ": " + broken;
    }
}
