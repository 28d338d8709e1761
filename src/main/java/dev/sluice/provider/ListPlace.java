package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.json.Format;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the answer to a question holds a list of orders, and which of its items is the one that was asked about.
 *
 * @param item  members of the request, {@code requestId} or {@code providerReference}, with the place in an item that
 *              must equal each
 * @param none  the code that stands for our order where the list is empty; without it nothing follows from that, for a
 *              list may have pages, or lag behind
 * @param alone whether one item alone stands there as itself, as in XML
 * @param pages where the list comes in pages that are followed
 */
record ListPlace(JsonPointer at, Map<String, JsonPointer> item, @Nullable String none, boolean alone,
        @Nullable ListPages pages) {

    static @Nullable ListPlace of(JsonNode node, Format format) {
        if (node.isMissingNode()) {
            return null;
        }
        Map<String, JsonPointer> item = new HashMap<>();
        node.path("item").properties()
                .forEach(place -> item.put(place.getKey(), JsonPointer.compile(place.getValue().asText())));
        return new ListPlace(JsonPointer.compile(node.path("at").asText()), item, node.path("none").asText(null),
                format == Format.XML, ListPages.of(node.path("pages")));
    }

    /** Whether there is a list, and the request has what its items are told apart by. */
    private boolean tells(JsonNode body, JsonNode request) {
        return items(body).isArray() && !cannotTell(request);
    }

    /** Whether the request has not what items are told apart by, such as a reference that never came. */
    boolean cannotTell(JsonNode request) {
        return item.keySet().stream().anyMatch(name -> request.path(name).asText("").isEmpty());
    }

    /** Whether there is a list in which nothing is. One that has other orders may be of a filter that was passed over. */
    boolean isEmpty(JsonNode body, JsonNode request) {
        return tells(body, request) && items(body).isEmpty();
    }

    /** Whether there is a list that has something in it, and our order could be told apart. */
    boolean hasItems(JsonNode body, JsonNode request) {
        return tells(body, request) && !items(body).isEmpty();
    }

    /** The items that are the order of this request. */
    List<JsonNode> find(JsonNode body, JsonNode request) {
        List<JsonNode> found = new ArrayList<>();
        if (tells(body, request)) {
            items(body).forEach(candidate -> {
                if (item.entrySet().stream().allMatch(
                        place -> candidate.at(place.getValue()).asText()
                                .equals(request.path(place.getKey()).asText("")))) {
                    found.add(candidate);
                }
            });
        }
        return found;
    }

    /** How many items there are; -1 where there is no list, or in which our order could not be told apart. */
    int size(JsonNode body, JsonNode request) {
        return tells(body, request) ? items(body).size() : -1;
    }

    private JsonNode items(JsonNode body) {
        JsonNode there = body.at(at);
        return alone && there.isObject() ? JsonNodeFactory.instance.arrayNode().add(there) : there;
    }
}
