package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The rules of {@code routing.yaml} by whom they are for, so that one that only moved is the same one. */
final class Rules {

    /** Beside the rules of a family, where both sets have two or more in common. */
    static final String ORDER = "(order)";

    private Rules() {
    }

    static ObjectNode of(JsonNode routing) {
        ObjectNode families = JsonNodeFactory.instance.objectNode();
        routing.properties().stream().filter(family -> family.getValue().isArray()).forEach(family -> {
            ObjectNode rules = families.putObject(family.getKey());
            family.getValue().forEach(rule -> {
                if (rule instanceof ObjectNode one) {
                    ObjectNode rest = one.deepCopy();
                    rest.remove("when");
                    rules.set(whom(family.getKey(), one.path("when")), rest);
                }
            });
        });
        return families;
    }

    /** Notes in each the order of the rules that the other has too. */
    static void order(ObjectNode before, ObjectNode after) {
        before.properties().stream().filter(family -> after.has(family.getKey())).forEach(family -> {
            ObjectNode one = (ObjectNode) family.getValue();
            ObjectNode other = (ObjectNode) after.get(family.getKey());
            List<String> first = names(one);
            List<String> second = names(other);
            List<String> common = first.stream().filter(second::contains).toList();
            second.retainAll(common);
            if (!common.equals(second)) {
                one.put(ORDER, String.join("; ", common));
                other.put(ORDER, String.join("; ", second));
            }
        });
    }

    private static List<String> names(JsonNode rules) {
        List<String> names = new ArrayList<>();
        rules.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** Such as {@code orders of operation payin or payout and order.currency EUR}. */
    private static String whom(String family, JsonNode when) {
        Map<String, String> conditions = new TreeMap<>();
        when.properties().forEach(condition -> conditions.put(condition.getKey(), condition.getValue().isArray()
                ? condition.getValue().valueStream().map(JsonNode::asText).sorted().distinct()
                        .collect(Collectors.joining(" or "))
                : condition.getValue().asText()));
        return conditions.isEmpty() ? family + " that no rule before is for"
                : family + " of " + conditions.entrySet().stream().map(one -> one.getKey() + " " + one.getValue())
                        .collect(Collectors.joining(" and "));
    }
}
