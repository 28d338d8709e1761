package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import org.jspecify.annotations.Nullable;

/** Who may do a request in its provider's stead, where that certainly did nothing. */
public record Elsewhere(String provider, String account) {

    private static final String MEMBER = "otherwise";

    /** As the envelope of a request has it. */
    public static @Nullable Elsewhere in(JsonNode envelope) {
        return envelope.has(MEMBER) ? read(envelope.path(MEMBER)) : null;
    }

    /** The same of a node that {@link #json} wrote. */
    public static Elsewhere read(JsonNode node) {
        return new Elsewhere(node.path("provider").asText(), node.path("account").asText());
    }

    /** An envelope as it is of a request that nobody else may do. */
    static ObjectNode without(ObjectNode envelope) {
        return envelope.deepCopy().without(MEMBER);
    }

    public void putInto(ObjectNode envelope) {
        envelope.set(MEMBER, json());
    }

    public ObjectNode json() {
        return Json.object().put("provider", provider).put("account", account);
    }
}
