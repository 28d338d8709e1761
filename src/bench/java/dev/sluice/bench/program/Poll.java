package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/**
 * A message that has the provider asked about an order.
 *
 * @param step     its own, given by the step that sends it
 * @param metadata the request's, as JSON
 */
public record Poll(String requestId, String step, String reference, String metadata) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public String text() {
        return JSON.createObjectNode().put("requestId", requestId).put("step", step).put("reference", reference)
                .put("metadata", metadata).toString();
    }

    public static Poll read(String text) throws IOException {
        JsonNode poll = JSON.readTree(text);
        return new Poll(poll.path("requestId").asText(), poll.path("step").asText(), poll.path("reference").asText(),
                poll.path("metadata").asText());
    }
}
