package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    /** @param members names of top-level members that are sent as numbers where they are some; an id may be a word */
    static JsonNode exact(JsonNode document, List<String> members) {
        if (members.isEmpty() || !document.isObject()) {
            return document;
        }
        ObjectNode exact = document.deepCopy();
        for (String member : members) {
            JsonNode value = exact.path(member);
            if (value.isTextual() && NUMBER.matcher(value.asText()).matches()) {
                exact.set(member, EXACT.numberNode(new BigDecimal(value.asText())));
            }
        }
        return exact;
    }
}
