package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;

/** Writes results with the members that Sluice's have. */
public final class Results {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Results() {
    }

    public static Recorded accepted(String requestId, String step, JsonNode request, Answer answer)
            throws IOException {
        ObjectNode result = head(requestId, 1, Recorded.ACCEPTED, answer, "");
        result.set("metadata", request.path("metadata").isObject() ? request.get("metadata") : null);
        return recorded(requestId, 1, Recorded.ACCEPTED, step, answer, result);
    }

    /** @param answer one that ends the order */
    public static Recorded ended(String requestId, String step, String metadata, Answer answer) throws IOException {
        String status = answer.kind().name();
        JsonNode order = answer.order();
        ObjectNode result = head(requestId, 2, status, answer, order.path("orderStatus").asText());
        ObjectNode data = result.putObject("data");
        data.set("amount", order.get("currencyAmount"));
        data.set("currency", order.get("currencyType"));
        data.set("tokenAmount", order.get("tokenAmount"));
        data.set("token", order.get("tokenType"));
        data.set("network", order.get("chainType"));
        data.set("rate", order.get("exchangeRate"));
        data.set("fee", order.get("orderFee"));
        data.set("address", order.get("addressTo"));
        data.set("transactionHash", order.get("tradeHash"));
        result.set("metadata", JSON.readTree(metadata));
        return recorded(requestId, 2, status, step, answer, result);
    }

    /** The text that is carried along with the poll; {@code null} where there is none. */
    public static String metadata(JsonNode request) {
        return request.path("metadata").isObject() ? request.get("metadata").toString() : "null";
    }

    private static ObjectNode head(String requestId, int sequence, String status, Answer answer,
            String providerStatus) {
        return JSON.createObjectNode().put("requestId", requestId).put("family", "orders").put("provider", "hambit")
                .put("account", "default").put("operation", "fiat-to-crypto").put("sequence", sequence)
                .put("status", status).put("final", sequence > 1).put("providerReference", answer.reference())
                .put("providerStatus", providerStatus).putNull("error").put("replayed", false)
                .put("occurredAt", Instant.now().toString());
    }

    private static Recorded recorded(String requestId, int sequence, String status, String step, Answer answer,
            ObjectNode result) {
        return new Recorded(requestId, sequence, status, step, answer.reference(), result.toString());
    }
}
