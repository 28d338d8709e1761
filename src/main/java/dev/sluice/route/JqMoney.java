package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.DivideExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.MinusExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.ModuloExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.MultiplyExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.PlusExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.StringLiteral;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/** What a part of a jq expression does with values that may be money, or a provider's words. */
final class JqMoney {

    private static final Set<String> TO_NUMBERS = Set.of("tonumber", "fromjson");

    private final List<Object> nodes = new ArrayList<>();

    /** @param part of jq's syntax tree */
    JqMoney(Object part) {
        JqTree.each(part, Collections.newSetFromMap(new IdentityHashMap<>()), nodes::add);
    }

    /** What it makes numbers of, or calculates with: the place of its input, empty where that is not certain. */
    List<String> numbers() {
        List<String> numbers = new ArrayList<>();
        Set<Object> certain = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object node : nodes) {
            if (node instanceof PipedQuery) {
                List<Object> parts = parts(node);
                if (parts.size() > 1 && isToNumber(parts.get(1)) && JqPlaces.of(parts.get(0)) != null) {
                    certain.add(parts.get(1));
                    numbers.add(place(parts.get(0)));
                }
            } else if (node instanceof MultiplyExpression || node instanceof DivideExpression
                    || node instanceof MinusExpression || node instanceof ModuloExpression
                    || node instanceof PlusExpression && isNumber(node)) {
                numbers.add(place(value(node, "lhs")));
                numbers.add(place(value(node, "rhs")));
            }
        }
        nodes.stream().filter(node -> isToNumber(node) && !certain.contains(node)).forEach(node -> numbers.add(""));
        return numbers;
    }

    /** A table of words in which one may be missing; the jq of it, empty where each has what counts for others. */
    Optional<String> openTable() {
        Set<Object> closed = Collections.newSetFromMap(new IdentityHashMap<>());
        nodes.stream().filter(AlternativeOperatorExpression.class::isInstance)
                .forEach(node -> closed.add(last(value(node, "lhs"))));
        return nodes.stream()
                .filter(node -> node instanceof BracketFieldAccess
                        && value(node, "target") instanceof ObjectConstruction
                        && !(value(node, "startExpr") instanceof ValueLiteral)
                        || node instanceof Conditional && value(node, "otherwise") == null
                                && ((List<?>) value(node, "switches")).stream()
                                        .anyMatch(one -> value(one, "_2") instanceof StringLiteral))
                .filter(node -> !closed.contains(node)).map(Object::toString).findFirst();
    }

    /** The texts that it gives whatever its input says, or where its input says nothing. */
    static Set<String> givenAnyway(Object part) {
        Set<String> given = new HashSet<>();
        Object made = last(part);
        while (made instanceof AlternativeOperatorExpression) {
            made = last(value(made, "rhs"));
        }
        if (made instanceof ValueLiteral && value(made, "value") instanceof JsonNode text && text.isTextual()) {
            given.add(text.asText());
        }
        return given;
    }

    private static boolean isNumber(Object plus) {
        return List.of("lhs", "rhs").stream().map(side -> value(plus, side))
                .anyMatch(side -> side instanceof ValueLiteral && value(side, "value") instanceof JsonNode literal
                        && literal.isNumber());
    }

    private static boolean isToNumber(Object node) {
        return node instanceof FunctionCall && TO_NUMBERS.contains(value(node, "name").toString());
    }

    private static String place(Object node) {
        String place = node instanceof BinaryOperatorExpression ? null : JqPlaces.of(node);
        return place == null ? "" : place;
    }

    private static List<Object> parts(Object pipe) {
        List<Object> parts = new ArrayList<>();
        for (Object component : (List<?>) value(pipe, "components")) {
            parts.add(component instanceof TransformPipeComponent part ? part.expr : component);
        }
        return parts;
    }

    private static Object last(Object node) {
        List<Object> parts = node instanceof PipedQuery ? parts(node) : List.of(node);
        return parts.get(parts.size() - 1);
    }

    private static Object value(Object node, String name) {
        return JqText.value(node, name);
    }
}
