package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.json.Json;
import dev.sluice.text.Shown;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What is expected beside what is: members that are expected have to be there, others may be. */
final class Compared {

    private static final int LONGEST = 300;
    /** Members of an expectation that name others by their places. */
    static final String ABSENT = "absent";
    static final String PRESENT = "present";

    private final Consumer<Difference> found;

    Compared(Consumer<Difference> found) {
        this.found = found;
    }

    /**
     * Compares a document with an expectation that may have {@code absent} and {@code present} beside its members.
     *
     * @param key    of the expectation in its file
     * @param member what people are told it is
     */
    void document(String key, String member, JsonNode expected, JsonNode was) {
        ObjectNode members = expected.deepCopy();
        members.remove(Set.of(ABSENT, PRESENT));
        compare(key, member, members, was);
        expected.path(ABSENT).forEach(place -> {
            JsonNode there = at(was, place.asText(), true);
            if (!there.isMissingNode() && !there.isNull()) {
                tell(key + "." + ABSENT, member + "." + place.asText(), "nothing", shown(there));
            }
        });
        expected.path(PRESENT).forEach(place -> {
            JsonNode there = at(was, place.asText(), false);
            if (there.isMissingNode() || there.isNull()) {
                tell(key + "." + PRESENT, member + "." + place.asText(), "anything", "nothing");
            }
        });
    }

    private void compare(String key, String member, JsonNode expected, JsonNode was) {
        if (expected.isObject() && was.isObject()) {
            for (Map.Entry<String, JsonNode> each : expected.properties()) {
                compare(key + "." + each.getKey(), member + "." + each.getKey(), each.getValue(),
                        was.path(each.getKey()));
            }
        } else if (expected.isArray() && was.isArray() && expected.size() == was.size()) {
            for (int i = 0; i < expected.size(); i++) {
                compare(key + "." + i, member + "." + i, expected.get(i), was.get(i));
            }
        } else if (!same(expected, was)) {
            tell(key, member, shown(expected), shown(was));
        }
    }

    void tell(String key, String member, String expected, String was) {
        found.accept(new Difference(key, member, expected, was));
    }

    /** An empty list is no other one; of numbers the value counts, not how it is written. */
    private static boolean same(JsonNode expected, JsonNode was) {
        return expected.isNumber() && was.isNumber() ? expected.decimalValue().compareTo(was.decimalValue()) == 0
                : expected.isNull() ? was.isNull() || was.isMissingNode() : expected.equals(was);
    }

    /** @param whole whether a text that may hold anything stands for what would be in it, and not for nothing */
    private static JsonNode at(JsonNode document, String place, boolean whole) {
        if (document.isValueNode() && !document.isNull()) {
            return whole ? document : MissingNode.getInstance();
        }
        int end = place.indexOf('.');
        if (end < 0 || document.has(place)) {
            return member(document, place);
        }
        return at(member(document, place.substring(0, end)), place.substring(end + 1), whole);
    }

    private static JsonNode member(JsonNode document, String name) {
        return document.isArray() && name.matches("\\d{1,6}") ? document.path(Integer.parseInt(name))
                : document.path(name);
    }

    static String shown(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "nothing" : Shown.line(Json.write(node), LONGEST);
    }

    /** The same with a text for each scalar, as headers and queries have them. */
    static JsonNode asTexts(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode texts = Json.object();
            object.properties().forEach(each -> texts.set(each.getKey(), asTexts(each.getValue())));
            return texts;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode texts = list.arrayNode();
            List.copyOf(list.valueStream().toList()).forEach(each -> texts.add(asTexts(each)));
            return texts;
        }
        return node.isNull() ? node : TextNode.valueOf(node.asText());
    }
}
