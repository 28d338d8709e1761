package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.outcome.Masking;

/** What a person wants to see of a published result; a member that is absent or null is an empty text. */
public record Result(String requestId, String provider, String operation, String sequence, String status,
        boolean isFinal, String providerReference, boolean replayed, String category, String error, String occurredAt) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A body that is no result comes back with the status {@code (not a result)}. */
    public static Result of(String body) {
        try {
            JsonNode result = JSON.readTree(body);
            if (result.isObject() && result.path("status").isTextual()) {
                return of(result);
            }
        } catch (JsonProcessingException e) {
            // Anybody may write to a queue: what is there is shown all the same, but for long numbers.
        }
        return new Result("", "", "", "", "(not a result)", false, "", false, "", Masking.text(body), "");
    }

    private static Result of(JsonNode result) {
        JsonNode error = result.path("error");
        return new Result(text(result, "requestId"), text(result, "provider"), text(result, "operation"),
                text(result, "sequence"), text(result, "status"), result.path("final").asBoolean(),
                text(result, "providerReference"), result.path("replayed").asBoolean(),
                text(error, "category"), text(error, "message"), text(result, "occurredAt"));
    }

    private static String text(JsonNode node, String member) {
        return node.path(member).isNull() ? "" : node.path(member).asText();
    }
}
