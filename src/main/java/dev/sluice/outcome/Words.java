package dev.sluice.outcome;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.text.Shown;

/** How a provider's words about a request are kept, published and logged. No credential is in any of them. */
final class Words {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    /** A shorter value of a request stands in many a code by chance, and no rule masks it. */
    private static final int SHORTEST_VALUE = 4;
    private static final int LONGEST_WORD = 100;

    private final Secrets secrets;
    private final JsonNode request;

    Words(Secrets secrets, JsonNode request) {
        this.secrets = secrets;
        this.request = request;
    }

    /**
     * A status or code that no table lists: to the letter, so that it can be looked up; one that repeats a value of the
     * request is free text. Null stays null.
     */
    String shown(String word) {
        if (word == null) {
            return null;
        }
        String blanked = secrets.blanked(word);
        return Shown.line(repeats(blanked, request) ? Masking.text(blanked) : blanked, LONGEST_WORD);
    }

    /** Free text. */
    String masked(String text) {
        return Masking.text(secrets.blanked(text));
    }

    /** A value that was compared. */
    String compared(String value) {
        return secrets.blanked(value);
    }

    boolean hideIn(String reference) {
        return secrets.standIn(reference);
    }

    /** Data as the provider wrote it, but that half a character, for which no encoding has bytes, is written as in JSON. */
    JsonNode repeated(JsonNode data) {
        if (data.isObject()) {
            ObjectNode object = NODES.objectNode();
            data.properties().forEach(member -> object.set(repeated(member.getKey()), repeated(member.getValue())));
            return object;
        }
        if (data.isArray()) {
            ArrayNode array = NODES.arrayNode();
            data.forEach(item -> array.add(repeated(item)));
            return array;
        }
        return data.isTextual() || data.isNumber() && !secrets.blanked(data.asText()).equals(data.asText())
                ? NODES.textNode(repeated(data.asText())) : data;
    }

    private String repeated(String text) {
        return Shown.encodable(secrets.blanked(text));
    }

    private static boolean repeats(String word, JsonNode asked) {
        if (asked.isContainerNode()) {
            for (JsonNode part : asked) {
                if (repeats(word, part)) {
                    return true;
                }
            }
            return false;
        }
        String value = asked.isNull() ? "" : asked.asText().replaceFirst("^\\+", "");
        return value.length() >= SHORTEST_VALUE && word.contains(value);
    }
}
