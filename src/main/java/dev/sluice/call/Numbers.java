package dev.sluice.call;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;

/** Amounts are text inside Sluice; a provider that wants JSON numbers gets the same digits. */
final class Numbers {

    private static final JsonNodeFactory EXACT = new JsonNodeFactory(true);

    /** An amount in minor units may have 36 digits. */
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,35})(\\.[0-9]{1,18})?");

    private Numbers() {
    }

    /** @param members places of members that are sent as numbers where they are some; an id may be a word */
    static JsonNode exact(JsonNode document, List<String> members) {
        if (members.isEmpty() || !document.isObject()) {
            return document;
        }
        ObjectNode exact = document.deepCopy();
        for (String member : members) {
            JsonPointer place = Json.place(member);
            JsonNode value = exact.at(place);
            if (value.isTextual() && NUMBER.matcher(value.asText()).matches()) {
                put(exact.at(place.head()), place.last(), EXACT.numberNode(new BigDecimal(value.asText())));
            }
        }
        return exact;
    }

    private static void put(JsonNode holder, JsonPointer last, JsonNode number) {
        if (holder instanceof ArrayNode list) {
            list.set(last.getMatchingIndex(), number);
        } else {
            ((ObjectNode) holder).set(last.getMatchingProperty(), number);
        }
    }
}
