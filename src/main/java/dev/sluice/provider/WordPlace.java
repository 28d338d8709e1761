package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer holds a word that a table lists: in one place, or in several whose values are one word together, with
 * a slash between them ({@code 400/LIMIT}). A slash within a value is written {@code ~1} there, as in a JSON Pointer, so
 * that no two answers make the same word.
 */
record WordPlace(List<JsonPointer> parts) {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** @param node a pointer, or a list of them; empty for nowhere */
    static WordPlace of(JsonNode node) {
        List<JsonPointer> parts = new ArrayList<>();
        (node.isArray() ? node : NODES.arrayNode().add(node)).forEach(part -> {
            if (!part.asText("").isEmpty()) {
                parts.add(JsonPointer.compile(part.asText()));
            }
        });
        return new WordPlace(List.copyOf(parts));
    }

    boolean isNone() {
        return parts.isEmpty();
    }

    /**
     * The word, null where there is none. Of several parts one that cannot be read stands for all; what is missing at
     * the end is left out, elsewhere it is empty.
     *
     * @param except a place whose value is no part of it
     */
    JsonNode in(JsonNode body, @Nullable JsonPointer except) {
        List<JsonNode> values = parts.stream()
                .map(part -> Objects.equals(part, except) ? NODES.nullNode() : body.at(part)).toList();
        if (values.size() == 1) {
            return values.get(0).isMissingNode() ? NODES.nullNode() : values.get(0);
        }
        StringBuilder word = new StringBuilder();
        for (JsonNode value : values) {
            if (!value.isEmpty()) {
                return value;
            }
            boolean nothing = value.isNull() || value.equals(BooleanNode.FALSE) || value.asText().isBlank();
            word.append('/').append(nothing ? "" : value.asText().replace("~", "~0").replace("/", "~1"));
        }
        String whole = word.toString().replaceFirst("/+$", "");
        return whole.isEmpty() ? NODES.nullNode() : NODES.textNode(whole.substring(1));
    }
}
