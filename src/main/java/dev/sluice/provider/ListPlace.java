package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the answer to a question holds a list of orders, and which of its items is the one that was asked about.
 *
 * @param item members of the request, {@code requestId} or {@code providerReference}, with the place in an item that
 *             must equal each
 * @param none the code that stands for an order that the list has not; without it nothing follows from that, for a list
 *             may have pages, or lag behind
 */
record ListPlace(JsonPointer at, Map<String, JsonPointer> item, @Nullable String none) {

    static @Nullable ListPlace of(JsonNode node) {
        if (node.isMissingNode()) {
            return null;
        }
        Map<String, JsonPointer> item = new HashMap<>();
        node.path("item").properties()
                .forEach(place -> item.put(place.getKey(), JsonPointer.compile(place.getValue().asText())));
        return new ListPlace(JsonPointer.compile(node.path("at").asText()), item, node.path("none").asText(null));
    }

    /** Whether there is a list, and the request has what its items are told apart by. */
    boolean tells(JsonNode body, JsonNode request) {
        return body.at(at).isArray()
                && item.keySet().stream().noneMatch(name -> request.path(name).asText("").isEmpty());
    }

    /** The items that are the order of this request. */
    List<JsonNode> find(JsonNode body, JsonNode request) {
        List<JsonNode> found = new ArrayList<>();
        if (tells(body, request)) {
            body.at(at).forEach(candidate -> {
                if (item.entrySet().stream().allMatch(
                        place -> candidate.at(place.getValue()).asText()
                                .equals(request.path(place.getKey()).asText("")))) {
                    found.add(candidate);
                }
            });
        }
        return found;
    }
}
