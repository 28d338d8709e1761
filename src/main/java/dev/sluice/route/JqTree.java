package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.IdentifierKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanAndExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BooleanOrExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.Assignment;
import net.thisptr.jackson.jq.internal.tree.binaryop.comparison.CompareEqualTest;
import net.thisptr.jackson.jq.internal.tree.binaryop.comparison.CompareNotEqualTest;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.FieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/**
 * What a jq expression reads of its input and what it makes, as far as its syntax tree says so for certain: what stands
 * behind a pipe, or is given to functions that look at parts, reads something else and is passed over.
 */
final class JqTree {

    private static final Set<String> WRAPPERS = Set.of("IsolatedScopeQuery", "TopLevelExpression");

    private final Object top;

    /** @throws JsonQueryException where the text is no jq */
    JqTree(String text) throws JsonQueryException {
        Object expression = value(JsonQuery.compile(text, Versions.JQ_1_7), "expr");
        while (WRAPPERS.contains(expression.getClass().getSimpleName())) {
            expression = value(expression,
                    expression.getClass().getSimpleName().equals("TopLevelExpression") ? "expr" : "q");
        }
        this.top = expression;
    }

    /** The places that it reads of its input, as {@code order.amount}. */
    Set<String> reads() {
        Set<String> reads = new LinkedHashSet<>();
        JqPlaces.read(top, reads);
        return reads;
    }

    /**
     * The members of what it makes, dotted where they lie in others, with what is put there; those that it only passes
     * on are not among them.
     */
    Map<String, Object> makes() {
        Map<String, Object> makes = new LinkedHashMap<>();
        pipe(top).forEach(part -> makes(part, makes));
        return makes;
    }

    private static void makes(Object part, Map<String, Object> makes) {
        if (part instanceof ObjectConstruction) {
            makes.clear();
            members("", part, makes);
        } else if (part instanceof Assignment) {
            String place = JqPlaces.of(value(part, "lhs"));
            if (place != null && !place.isEmpty()) {
                makes.put(place, value(part, "rhs"));
                members(place + ".", value(part, "rhs"), makes);
            }
        } else if (part instanceof Conditional) {
            ((List<?>) value(part, "switches"))
                    .forEach(one -> pipe(value(one, "_2")).stream().filter(Assignment.class::isInstance)
                            .forEach(inner -> makes(inner, makes)));
        }
    }

    /**
     * The members for whose sake it makes nothing at all where what they are read of is no object, as {@code .a.b?}
     * does.
     */
    List<String> vanishing() {
        return makes().entrySet().stream().filter(made -> {
            List<Object> parts = pipe(made.getValue());
            Object last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
            return last instanceof FieldAccess && value(last, "permissive").equals(true)
                    && !(value(last, "target") instanceof ThisObject);
        }).map(Map.Entry::getKey).toList();
    }

    /** What all of it makes numbers of. */
    JqNumbers numbers() {
        return new JqNumbers(top);
    }

    /** What all of it does with a provider's words. */
    JqMoney money() {
        return new JqMoney(top);
    }

    /** Why what is put there is the same of every answer; empty where it is not, as far as one can see. */
    static Optional<String> constant(Object made) {
        Object node = pipe(made).isEmpty() ? made : pipe(made).get(pipe(made).size() - 1);
        if (node instanceof Assignment) {
            return Optional.of("sets with = where == compares");
        }
        if (node instanceof ValueLiteral) {
            return Optional.of("is " + value(node, "value") + " whatever the answer says");
        }
        if (node instanceof BooleanOrExpression || node instanceof BooleanAndExpression) {
            boolean decides = node instanceof BooleanOrExpression;
            for (String side : List.of("lhs", "rhs")) {
                Object one = value(node, side);
                if (one instanceof ValueLiteral && ((JsonNode) value(one, "value")).asBoolean(true) == decides) {
                    return Optional.of("is " + decides + " whatever the answer says");
                }
                Optional<String> inner = constant(one).filter(why -> why.startsWith("sets"));
                if (inner.isPresent()) {
                    return inner;
                }
            }
        }
        return Optional.empty();
    }

    /** Numbers that members are compared with. */
    List<String> comparedNumbers() {
        List<String> numbers = new ArrayList<>();
        each(top, Collections.newSetFromMap(new IdentityHashMap<>()), node -> {
            if (node instanceof CompareEqualTest || node instanceof CompareNotEqualTest) {
                Object left = value(node, "lhs");
                Object right = value(node, "rhs");
                Object literal = left instanceof ValueLiteral ? left : right;
                if ((literal == left ? right : left) instanceof FieldAccess && literal instanceof ValueLiteral
                        && ((JsonNode) value(literal, "value")).isNumber()) {
                    numbers.add(value(literal, "value").toString());
                }
            }
        });
        return numbers;
    }

    private static void members(String prefix, Object node, Map<String, Object> makes) {
        if (!(node instanceof ObjectConstruction object)) {
            return;
        }
        for (Object field : object.fields) {
            if (field instanceof IdentifierKeyFieldConstruction member) {
                makes.put(prefix + member.key, member.value == null ? field : member.value);
                members(prefix + member.key + ".", member.value, makes);
            }
        }
    }

    /** The parts of a pipe, one where it is none. */
    private static List<Object> pipe(Object node) {
        if (!(node instanceof PipedQuery)) {
            return node == null ? List.of() : List.of(node);
        }
        List<Object> parts = new ArrayList<>();
        for (Object component : (List<?>) value(node, "components")) {
            if (component instanceof TransformPipeComponent part) {
                parts.addAll(pipe(part.expr));
            }
        }
        return parts;
    }

    static void each(Object node, Set<Object> seen, Consumer<Object> told) {
        if (node instanceof Iterable<?> several) {
            several.forEach(one -> each(one, seen, told));
        } else if (node != null && node.getClass().getName().startsWith("net.thisptr.jackson.jq.internal.")
                && seen.add(node)) {
            told.accept(node);
            for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()
                            && !field.getType().isEnum()) {
                        each(value(node, field.getName()), seen, told);
                    }
                }
            }
        }
    }

    private static Object value(Object node, String name) {
        return JqText.value(node, name);
    }
}
