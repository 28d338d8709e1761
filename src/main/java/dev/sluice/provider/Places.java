package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Damaged;
import java.util.HashMap;
import java.util.Map;

/**
 * Where an answer or a webhook of a provider holds what Sluice needs, where a file says so by JSON Pointers (RFC 6901)
 * and not a route by jq.
 */
public final class Places {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Map<String, JsonPointer> members = new HashMap<>();
    private final Map<String, JsonPointer> echo;
    private final Map<String, JsonPointer> data;
    private final String successIs;

    /** The places that a call names, and for what it does not name the provider's. */
    public static Places of(JsonNode provider, JsonNode call) {
        ObjectNode both = provider.isObject() ? provider.deepCopy() : NODES.objectNode();
        call.properties().stream().filter(place -> place.getValue().isObject() || !place.getValue().asText().isEmpty())
                .forEach(place -> both.set(place.getKey(), place.getValue()));
        return new Places(both);
    }

    Places(JsonNode node) {
        for (String member : new String[] {"order-id", "event", "success", "code", "message", "reference", "status", "whole-data"}) {
            put(members, member, node.path(member));
        }
        successIs = node.path("success-is").asText("true");
        echo = pointers(node.path("echo"));
        data = pointers(node.path("data"));
    }

    /** Our request's id in it, null where there is none. */
    public String orderId(JsonNode body) {
        JsonNode id = at("order-id", body);
        return id.isValueNode() && !id.isNull() ? id.asText() : null;
    }

    /** The same of a document that cannot be read, as far as it can be told. */
    public String orderIdOf(String damaged) {
        JsonPointer place = members.get("order-id");
        return place == null ? null : Damaged.text(damaged, place);
    }

    /** What a webhook is about in the provider's words, null where it does not say. */
    public String event(JsonNode body) {
        JsonNode event = at("event", body);
        return event.isValueNode() && !event.isNull() && !event.asText().isEmpty() ? event.asText() : null;
    }

    /** Whether webhooks are told apart by their events. */
    boolean namesEvents() {
        return members.containsKey("event");
    }

    /**
     * The members that {@link dev.sluice.outcome.Outcomes} interprets. Where no place of success is named, the answer
     * is one where HTTP says so.
     */
    public ObjectNode answer(JsonNode body) {
        ObjectNode answer = NODES.objectNode();
        answer.put("success", !members.containsKey("success") || at("success", body).asText().equals(successIs));
        for (String member : new String[] {"code", "message", "reference", "status"}) {
            answer.set(member, at(member, body));
        }
        answer.set("echo", picked(echo, body));
        JsonNode whole = at("whole-data", body);
        answer.set("data", whole.isContainerNode() ? whole : picked(data, body));
        return answer;
    }

    private JsonNode at(String member, JsonNode body) {
        JsonPointer pointer = members.get(member);
        JsonNode value = pointer == null ? null : body.at(pointer);
        return value == null || value.isMissingNode() ? NODES.nullNode() : value;
    }

    private static ObjectNode picked(Map<String, JsonPointer> pointers, JsonNode body) {
        ObjectNode picked = NODES.objectNode();
        pointers.forEach((name, pointer) -> {
            JsonNode value = body.at(pointer);
            if (!value.isMissingNode()) {
                picked.set(name, value);
            }
        });
        return picked;
    }

    private static Map<String, JsonPointer> pointers(JsonNode node) {
        Map<String, JsonPointer> pointers = new HashMap<>();
        node.properties().forEach(member -> put(pointers, member.getKey(), member.getValue()));
        return pointers;
    }

    private static void put(Map<String, JsonPointer> pointers, String name, JsonNode pointer) {
        if (!pointer.asText("").isEmpty()) {
            pointers.put(name, JsonPointer.compile(pointer.asText()));
        }
    }
}
