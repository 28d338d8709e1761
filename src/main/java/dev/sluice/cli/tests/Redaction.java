package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.cli.Problem;
import dev.sluice.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a request and its answers all that what was said does not need: members that are left out without a
 * difference, and each value but those that the provider's own files say. What the request names has another value of
 * its form, the same in the answers. It is for one call.
 */
final class Redaction {

    /** Beyond it nobody would look through what was recorded. */
    private static final int MOST_PARTS = 500;
    /** What a test is of, and not what it says. */
    private static final Set<String> OUTER = Set.of("requestId", "operation", "account", "family");

    /** What is said by a request and its answers, apart from data; nothing where other calls are made. */
    interface Meaning {
        @Nullable
        ObjectNode of(ObjectNode request, List<JsonNode> answers);
    }

    record Redacted(ObjectNode request, List<JsonNode> answers) {
    }

    private final Meaning meaning;
    private final OwnWords words;
    private final Map<String, Form> forms = new HashMap<>();
    private final Set<JsonNode> madeUp = new HashSet<>();
    private final List<String> stayed = new ArrayList<>();
    private ObjectNode said = Json.object();
    private ObjectNode asked = Json.object();
    private ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    private int parts;

    Redaction(Meaning meaning, OwnWords words) {
        this.meaning = meaning;
        this.words = words;
    }

    /** @throws Problem where nothing is left that would say the same, or somebody's value would be */
    Redacted of(ObjectNode request, List<JsonNode> answered) {
        asked = request.deepCopy();
        answered.forEach(answers::add);
        ObjectNode meant = meaning.of(asked, answered);
        if (meant == null) {
            throw Problem.failed("the call was sent, but nothing is recorded: with credentials that are made up other"
                    + " calls are made, or the answer is read otherwise");
        }
        said = meant;
        for (Map.Entry<String, JsonNode> member : List.copyOf(asked.properties())) {
            if (!OUTER.contains(member.getKey())) {
                // What is asked for stays, and not when, by whom or in which words.
                if (member.getValue().isValueNode()) {
                    asked.remove(member.getKey());
                }
                if (member.getValue().isContainerNode() || !isSaid()) {
                    asked.set(member.getKey(), member.getValue());
                    asked(asked, member.getKey(), member.getValue(), member.getKey());
                }
            }
        }
        answers = (ArrayNode) inForm(answers);
        if (!isSaid()) {
            throw Problem.failed("the call was sent, but nothing is recorded: without the values of the request its"
                    + " answer says something else");
        }
        for (int i = 0; i < answers.size(); i++) {
            parts(answers, i, answers.get(i), "answer " + (i + 1));
        }
        if (!stayed.isEmpty()) {
            throw Problem.failed("the call was sent, but nothing is recorded: what was said needs the real "
                    + String.join(", ", stayed) + "; write the test by hand, with what is made up in its place");
        }
        return new Redacted(asked, list(answers));
    }

    /** A value of the request gets another one of its form, where the request is still one. */
    private void asked(JsonNode holder, Object at, JsonNode value, String place) {
        if (value instanceof ObjectNode members) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(members.properties())) {
                asked(members, member.getKey(), member.getValue(), named(place, member.getKey()));
            }
        } else if (value instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                asked(list, i, list.get(i), place + "." + i);
            }
        } else if (!Form.tellsNothing(value)) {
            String any = Form.any(value);
            Form before = forms.get(any);
            for (Form form : before == null ? List.of(Form.values()) : List.of(before)) {
                put(holder, at, form.of(value));
                forms.put(any, form);
                if (!form.of(value).equals(value) && isSaid((ArrayNode) inForm(answers))) {
                    return;
                }
            }
            if (before == null) {
                forms.remove(any);
            }
            put(holder, at, value);
            stays(value, place);
        }
    }

    /** What the request names is made up in the answers as it is there, in their own spelling. */
    private JsonNode inForm(JsonNode answer) {
        return replaced(answer, value -> {
            Form form = Form.tellsNothing(value) ? null : forms.get(Form.any(value));
            if (form == null) {
                return value;
            }
            madeUp.add(form.of(value));
            return form.of(value);
        });
    }

    /** @param other of each text, number, truth value or nothing */
    static JsonNode replaced(JsonNode node, UnaryOperator<JsonNode> other) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), replaced(member.getValue(), other)));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(item -> copy.add(replaced(item, other)));
            return copy;
        }
        return other.apply(node);
    }

    /** Of a list or an object no more than is needed is left, and of a value its type. */
    private void parts(JsonNode holder, Object at, JsonNode value, String place) {
        if (++parts > MOST_PARTS) {
            throw Problem.failed("the call was sent, but nothing is recorded: its answer has more than " + MOST_PARTS
                    + " parts");
        }
        if (value instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0 && list.size() > 1; i--) {
                JsonNode item = list.remove(i);
                if (!isSaid()) {
                    list.insert(i, item);
                }
            }
            for (int i = 0; i < list.size(); i++) {
                parts(list, i, list.get(i), place + "." + i);
            }
        } else if (value instanceof ObjectNode members) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(members.properties())) {
                members.remove(member.getKey());
                if (!isSaid()) {
                    members.set(member.getKey(), member.getValue());
                    parts(members, member.getKey(), member.getValue(), named(place, member.getKey()));
                }
            }
        } else if (!value.isNull() && !madeUp.contains(value)) {
            for (JsonNode other : others(value)) {
                put(holder, at, other);
                if (isSaid()) {
                    return;
                }
            }
            put(holder, at, value);
            stays(value, place);
        }
    }

    /** What may stand for a value, that which tells least first. */
    private static List<JsonNode> others(JsonNode value) {
        return value.isBoolean() ? List.of(BooleanNode.FALSE)
                : Stream.concat(
                        value.isTextual() ? Stream.of(TextNode.valueOf("text"))
                                : Stream.of(IntNode.valueOf(0), IntNode.valueOf(1)),
                        Stream.of(Form.values()).map(form -> form.of(value)).filter(other -> !other.equals(value)))
                        .toList();
    }

    /** A value without which something else would be said: somebody's, unless the provider's files or its words say it. */
    private void stays(JsonNode value, String place) {
        String text = value.asText();
        if (!Form.tellsNothing(value) && !words.have(text) && Stream.of("providerStatus", "code")
                .noneMatch(word -> said.findValuesAsText(word).contains(text))) {
            stayed.add(place);
        }
    }

    /** A name may be somebody's too, as in an object of accounts by their numbers. */
    private String named(String place, String name) {
        if (words.have(name)) {
            return place + "." + name;
        }
        String hidden = place + ".(a member)";
        stayed.add("name of " + hidden);
        return hidden;
    }

    private boolean isSaid() {
        return isSaid(answers);
    }

    private boolean isSaid(ArrayNode all) {
        return said.equals(meaning.of(asked, list(all)));
    }

    private static void put(JsonNode holder, Object at, JsonNode value) {
        if (holder instanceof ArrayNode list) {
            list.set((Integer) at, value);
        } else {
            Objects.requireNonNull((ObjectNode) holder).set((String) at, value);
        }
    }

    private static List<JsonNode> list(ArrayNode all) {
        List<JsonNode> list = new ArrayList<>();
        all.forEach(list::add);
        return list;
    }
}
