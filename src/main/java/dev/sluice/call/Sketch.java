package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.provider.Named;
import dev.sluice.text.Shown;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A document with its members, and of each value no more than its type and length, such as {@code text(12)}; but that
 * values stay which are kept elsewhere too, in places that the provider's file names. It has an end, however long the
 * document is.
 */
final class Sketch {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final int LONGEST_NAME = 40;
    /** A number in a name may be somebody's, as in an object of accounts by their numbers. */
    private static final int MOST_DIGITS = 2;
    private static final int LONGEST_VALUE = 120;
    private static final int MOST_ITEMS = 3;
    private static final int DEEPEST = 8;
    private static final String CUT = "(cut)";

    private final Predicate<String> names;
    private final Predicate<String> values;
    private int left;

    /**
     * @param names  whether one may be shown, beside that it has to look like one
     * @param values whether one may be shown in a place that is named
     * @param most   bytes that it may take, but for the words that say what was cut
     */
    Sketch(Predicate<String> names, Predicate<String> values, int most) {
        this.names = names;
        this.values = values;
        this.left = most;
    }

    JsonNode of(JsonNode node, Named named) {
        return of(node, named, 0);
    }

    private JsonNode of(JsonNode node, @Nullable Named named, int depth) {
        if (node.isContainerNode() && depth == DEEPEST) {
            return text((node.isObject() ? "object(" : "list(") + node.size() + ")");
        }
        if (node.isObject()) {
            return object(node, named, depth);
        }
        return node.isArray() ? list(node, named, depth) : value(node, named);
    }

    private ObjectNode object(JsonNode node, @Nullable Named named, int depth) {
        ObjectNode sketch = NODES.objectNode();
        int seen = 0;
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (left <= 0) {
                return sketch.put(CUT, node.size() - seen + " more");
            }
            String name = isName(member.getKey()) ? member.getKey() : "(name " + ++seen + ")";
            seen = isName(member.getKey()) ? seen + 1 : seen;
            left -= name.length() + 4;
            sketch.set(name, of(member.getValue(), named == null ? null : named.below(member.getKey()), depth + 1));
        }
        return sketch;
    }

    private ArrayNode list(JsonNode node, @Nullable Named named, int depth) {
        ArrayNode sketch = NODES.arrayNode();
        for (int i = 0; i < node.size(); i++) {
            if (left <= 0 || i == MOST_ITEMS) {
                return sketch.add("(" + (node.size() - i) + " more)");
            }
            sketch.add(of(node.get(i), named == null ? null : named.below(Integer.toString(i)), depth + 1));
        }
        return sketch;
    }

    private JsonNode value(JsonNode node, @Nullable Named named) {
        if (node.isNull()) {
            left -= 5;
            return node;
        }
        String text = node.asText();
        boolean shown = named != null && named.isHere() && text.length() <= LONGEST_VALUE && !text.isEmpty();
        if (node.isBoolean()) {
            return shown && named != Named.EVERYWHERE ? text(text) : text("truth");
        }
        if (shown && values.test(text)) {
            return text(Shown.whole(text));
        }
        return text((node.isNumber() || isNumber(text) ? "number(" : "text(") + text.length() + ")");
    }

    private JsonNode text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            left -= sign >= ' ' && sign <= '~' && sign != '"' && sign != '\\' ? 1 : 6;
        }
        left -= 3;
        return NODES.textNode(text);
    }

    private boolean isName(String name) {
        int digits = 0;
        for (int i = 0; i < name.length(); i++) {
            char sign = name.charAt(i);
            boolean letter = sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign == '_';
            boolean digit = sign >= '0' && sign <= '9';
            digits += digit ? 1 : 0;
            if (!letter && !digit && (i == 0 || sign != '-' && sign != '.')) {
                return false;
            }
        }
        return !name.isEmpty() && name.length() <= LONGEST_NAME && digits <= MOST_DIGITS && names.test(name);
    }

    /** Numbers of an answer are read as texts. */
    private static boolean isNumber(String text) {
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char sign = text.charAt(i);
            boolean digit = sign >= '0' && sign <= '9';
            digits |= digit;
            if (!digit && sign != '.' && (sign != '-' || i > 0)) {
                return false;
            }
        }
        return digits;
    }
}
