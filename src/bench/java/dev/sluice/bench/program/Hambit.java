package dev.sluice.bench.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.UUID;

/** hambit 5.2 and 5.3, as a program that knows only this provider writes them down. */
public final class Hambit {

    public static final String CREATE = "/api/v3/exchange/fiat/to/wallet";
    public static final String ASK = "/api/v3/exchange/query/exchange/orderinfo";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String accessKey;
    private final Signature signature;

    public Hambit(ProgramSettings settings) {
        this.accessKey = settings.accessKey();
        this.signature = new Signature(settings.secretKey());
    }

    /** @param request as it came from the queue */
    public Question create(JsonNode request) throws IOException {
        JsonNode order = request.path("order");
        ObjectNode body = JSON.createObjectNode();
        body.put("externalOrderId", request.path("requestId").textValue());
        body.put("currencyAmount", order.path("amount").textValue());
        body.put("currencyType", order.path("currency").textValue());
        body.put("tokenType", order.path("token").textValue());
        body.put("chainType", order.path("network").textValue());
        body.put("addressTo", order.path("address").textValue());
        return signed(CREATE, body);
    }

    /** @param reference empty where none is known */
    public Question ask(String requestId, String reference) throws IOException {
        ObjectNode body = JSON.createObjectNode();
        body.put("externalOrderId", requestId);
        if (!reference.isEmpty()) {
            body.put("orderId", reference);
        }
        return signed(ASK, body);
    }

    private Question signed(String path, ObjectNode body) throws IOException {
        String timestamp = Long.toString(System.currentTimeMillis());
        String nonce = UUID.randomUUID().toString();
        return new Question(path, Map.of("access_key", accessKey, "timestamp", timestamp, "nonce", nonce, "sign",
                signature.of(body, accessKey, timestamp, nonce)), JSON.writeValueAsBytes(body));
    }

    /** @throws IOException where it does not clearly say that this order was accepted */
    public Answer created(byte[] body, String requestId, JsonNode request) throws IOException {
        JsonNode order = success(body);
        if (!requestId.equals(order.path("externalOrderId").textValue())
                || !order.path("chainType").equals(request.path("order").path("network"))) {
            throw new IOException("the provider speaks of another order than " + requestId);
        }
        return new Answer(Answer.Kind.ACCEPTED, reference(order), order);
    }

    /** @throws IOException where it does not clearly say what became of this order */
    public Answer found(byte[] body, String requestId) throws IOException {
        JsonNode whole = JSON.readTree(body);
        if ("404".equals(whole.path("code").textValue()) && !whole.path("success").booleanValue()) {
            return new Answer(Answer.Kind.NO_SUCH_ORDER, "", MissingNode.getInstance());
        }
        JsonNode order = success(whole);
        if (!requestId.equals(order.path("externalOrderId").textValue())) {
            throw new IOException("the provider speaks of another order than " + requestId);
        }
        return new Answer(switch (order.path("orderStatus").asInt()) {
            case 1, 2, 4 -> Answer.Kind.UNDER_WAY;
            case 8 -> Answer.Kind.COMPLETED;
            case 32 -> Answer.Kind.FAILED;
            default -> throw new IOException("status of " + requestId + ": " + order.path("orderStatus"));
        }, reference(order), order);
    }

    private static JsonNode success(byte[] body) throws IOException {
        return success(JSON.readTree(body));
    }

    private static JsonNode success(JsonNode whole) throws IOException {
        if (!"200".equals(whole.path("code").textValue()) || !whole.path("success").booleanValue()) {
            throw new IOException("the provider answers " + whole.path("code"));
        }
        return whole.path("data");
    }

    private static String reference(JsonNode order) throws IOException {
        String reference = order.path("orderId").asText("");
        if (reference.isEmpty()) {
            throw new IOException("an order without a number");
        }
        return reference;
    }
}
