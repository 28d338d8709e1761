package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.cli.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of a request and its answers all that what was said does not need: each value is replaced by one of its
 * type, and stays so where the same is said all the same. What the request names has another value of its form, the same
 * in the answers.
 */
final class Redaction {

    /** Beyond it nobody would look through what was recorded. */
    private static final int MOST_VALUES = 500;
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
    private int values;

    Redaction(Meaning meaning) {
        this.meaning = meaning;
    }

    /** @throws Problem where nothing is left that would say the same */
    Redacted of(ObjectNode request, List<JsonNode> answers) {
        ObjectNode said = meaning.of(request, answers);
        if (said == null) {
            throw Problem.failed("the call was sent, but nothing is recorded: with credentials that are made up other"
                    + " calls are made, or the answer is read otherwise");
        }
        Map<JsonNode, JsonNode> others = new HashMap<>();
        ObjectNode asked = request.deepCopy();
        for (Map.Entry<String, JsonNode> member : List.copyOf(asked.properties())) {
            if (!OUTER.contains(member.getKey())) {
                asked(asked, member.getKey(), member.getValue(), asked, answers, others, said);
            }
        }
        ArrayNode kept = JsonNodeFactory.instance.arrayNode();
        answers.forEach(answer -> kept.add(replaced(answer, others)));
        if (!said.equals(meaning.of(asked, list(kept)))) {
            throw Problem.failed("the call was sent, but nothing is recorded: without the values of the request its"
                    + " answer says something else");
        }
        for (int i = 0; i < kept.size(); i++) {
            parts(kept, i, kept.get(i), kept, asked, said, others);
        }
        return new Redacted(asked, list(kept));
    }

    /** A value of the request gets another one of its form, where the request is still one. */
    private void asked(ObjectNode holder, String name, JsonNode value, ObjectNode asked, List<JsonNode> answers,
            Map<JsonNode, JsonNode> others, ObjectNode said) {
        if (value instanceof ObjectNode members) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(members.properties())) {
                asked(members, member.getKey(), member.getValue(), asked, answers, others, said);
            }
            return;
        }
        JsonNode other = value.isTextual() ? TextNode.valueOf(formed(value.textValue())) : value;
        if (other.equals(value)) {
            return;
        }
        holder.set(name, other);
        others.put(value, other);
        if (!said.equals(meaning.of(asked, answers.stream().map(answer -> replaced(answer, others)).toList()))) {
            others.remove(value);
            holder.set(name, value);
        }
    }

    /** Digits are other digits, and letters other letters. */
    private static String formed(String text) {
        return text.replaceAll("[1-9]", "1").replaceAll("\\p{Ll}", "x").replaceAll("\\p{Lu}", "X")
                .replaceAll("[^\\p{ASCII}]", "x");
    }

    static JsonNode replaced(JsonNode node, Map<JsonNode, JsonNode> others) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = object.objectNode();
            object.properties().forEach(member -> copy.set(member.getKey(), replaced(member.getValue(), others)));
            return copy;
        }
        if (node instanceof ArrayNode list) {
            ArrayNode copy = list.arrayNode();
            list.forEach(item -> copy.add(replaced(item, others)));
            return copy;
        }
        return others.getOrDefault(node, node);
    }

    /** Of a list no more than is needed is left, and of a value its type. */
    private void parts(JsonNode holder, Object at, JsonNode value, ArrayNode all, ObjectNode asked, ObjectNode said,
            Map<JsonNode, JsonNode> others) {
        if (value instanceof ArrayNode list) {
            for (int i = list.size() - 1; i >= 0 && list.size() > 1; i--) {
                JsonNode item = list.remove(i);
                if (!said.equals(meaning.of(asked, list(all)))) {
                    list.insert(i, item);
                }
            }
            for (int i = 0; i < list.size(); i++) {
                parts(list, i, list.get(i), all, asked, said, others);
            }
        } else if (value instanceof ObjectNode members) {
            for (Map.Entry<String, JsonNode> member : List.copyOf(members.properties())) {
                parts(members, member.getKey(), member.getValue(), all, asked, said, others);
            }
        } else if (!value.isNull() && !others.containsValue(value)) {
            if (++values > MOST_VALUES) {
                throw Problem.failed("the call was sent, but nothing is recorded: its answer has more than "
                        + MOST_VALUES + " values");
            }
            for (JsonNode other : others(value)) {
                put(holder, at, other);
                if (said.equals(meaning.of(asked, list(all)))) {
                    return;
                }
            }
            put(holder, at, value);
        }
    }

    /** What may stand for a value, that which tells least first. */
    private static List<JsonNode> others(JsonNode value) {
        return value.isTextual()
                ? List.of(TextNode.valueOf("text"), TextNode.valueOf(formed(value.textValue())))
                : value.isNumber() ? List.of(IntNode.valueOf(0), IntNode.valueOf(1)) : List.of(BooleanNode.FALSE);
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
