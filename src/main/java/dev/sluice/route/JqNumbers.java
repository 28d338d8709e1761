package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.thisptr.jackson.jq.internal.tree.ArrayConstruction;
import net.thisptr.jackson.jq.internal.tree.AssignPipeComponent;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.IdentifierKeyFieldConstruction;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.ThisObject;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.TryCatch;
import net.thisptr.jackson.jq.internal.tree.Tuple;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.DivideExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.MinusExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.ModuloExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.MultiplyExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.PlusExpression;
import net.thisptr.jackson.jq.internal.tree.binaryop.assignment.UpdateAssignment;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.FieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import net.thisptr.jackson.jq.internal.tree.matcher.matchers.ValueMatcher;
import org.jspecify.annotations.Nullable;

/**
 * What of its input a jq expression makes numbers of, or calculates with. Only what is certain is followed: a value of
 * which it cannot be seen where it comes from, such as that of now or length, counts as none of the input.
 */
final class JqNumbers {

    private static final Set<String> TO_NUMBERS = Set.of("tonumber", "fromjson");
    /** Functions that give what they are given, or what is left of its digits. */
    private static final Set<String> PASSING = Set.of("tostring", "tojson", "strings", "values", "scalars", "first",
            "last", "trim", "ltrim", "rtrim", "ltrimstr", "rtrimstr", "sub", "gsub", "select", "reverse", "add",
            "round",
            "floor", "ceil", "fabs", "abs");
    private static final Set<String> OF_EACH = Set.of("map", "map_values");

    /**
     * What a value may be.
     *
     * @param places  places of the input
     * @param members of an object that the expression makes
     * @param number  whether it went through a number of jq
     */
    private record Value(Set<String> places, Map<String, Value> members, boolean number) {

        static final Value UNKNOWN = new Value(Set.of(), Map.of(), false);

        Value member(String name) {
            Set<String> below = new LinkedHashSet<>();
            places.forEach(place -> below.add(place.isEmpty() ? name : place + "." + name));
            Value made = members.getOrDefault(name, UNKNOWN);
            below.addAll(made.places);
            return new Value(below, made.members, made.number);
        }

        Value or(Value other) {
            Set<String> both = new LinkedHashSet<>(places);
            both.addAll(other.places);
            Map<String, Value> all = new LinkedHashMap<>(members);
            all.putAll(other.members);
            return new Value(both, all, number || other.number);
        }

        Value asNumber() {
            return new Value(places, Map.of(), true);
        }
    }

    private final Set<String> numbers = new LinkedHashSet<>();
    private final boolean isNumber;

    /** @param part of jq's syntax tree */
    JqNumbers(Object part) {
        isNumber = value(part, new Value(Set.of(""), Map.of(), false), Map.of()).number;
    }

    /** The places of its input of which it makes numbers. */
    Set<String> places() {
        return numbers;
    }

    /** Whether what it gives was calculated, or made a number. */
    boolean isNumber() {
        return isNumber;
    }

    private Value value(@Nullable Object node, Value input, Map<String, Value> variables) {
        if (node == null || node instanceof ValueLiteral) {
            return Value.UNKNOWN;
        } else if (node instanceof ThisObject) {
            return input;
        } else if (node instanceof FieldAccess) {
            return field(node, input, variables);
        } else if (node instanceof VariableAccess) {
            return variables.getOrDefault(part(node, "name").toString(), Value.UNKNOWN);
        } else if (node instanceof PipedQuery) {
            return pipe(node, input, variables);
        } else if (node instanceof ObjectConstruction object) {
            Map<String, Value> members = new LinkedHashMap<>();
            for (Object field : object.fields) {
                if (field instanceof IdentifierKeyFieldConstruction member) {
                    members.put(member.key, member.value == null ? input.member(member.key)
                            : value(member.value, input, variables));
                } else if (!field.getClass().getSimpleName().startsWith("Variable")) {
                    value(part(field, "value"), input, variables);
                }
            }
            return new Value(Set.of(), members, false);
        } else if (node instanceof Tuple several) {
            return several.qs.stream().map(one -> value(one, input, variables)).reduce(Value.UNKNOWN, Value::or);
        } else if (node instanceof ArrayConstruction array) {
            return value(array.q, input, variables);
        } else if (node instanceof Conditional) {
            Value either = value(part(node, "otherwise"), input, variables);
            for (Object one : (List<?>) part(node, "switches")) {
                value(part(one, "_1"), input, variables);
                either = either.or(value(part(one, "_2"), input, variables));
            }
            return either;
        } else if (node instanceof TryCatch) {
            return value(part(node, "tryExpr"), input, variables);
        } else if (node instanceof FunctionCall) {
            return call(node, input, variables);
        } else if (node instanceof BinaryOperatorExpression) {
            return operation(node, input, variables);
        } else if (node.getClass().getSimpleName().equals("IsolatedScopeQuery")) {
            return value(part(node, "q"), input, variables);
        }
        return Value.UNKNOWN;
    }

    private Value pipe(Object pipe, Value input, Map<String, Value> outer) {
        Map<String, Value> variables = new HashMap<>(outer);
        Value at = input;
        for (Object component : (List<?>) part(pipe, "components")) {
            if (component instanceof AssignPipeComponent bound) {
                Value given = value(bound.expr, at, variables);
                if (bound.matcher instanceof ValueMatcher matcher) {
                    variables.put(part(matcher, "name").toString(), given);
                }
            } else if (component instanceof TransformPipeComponent next) {
                at = value(next.expr, at, variables);
            } else {
                return Value.UNKNOWN;
            }
        }
        return at;
    }

    /** A member by its name; what a list holds counts as the list. */
    private Value field(Object node, Value input, Map<String, Value> variables) {
        Value target = value(part(node, "target"), input, variables);
        String name = JqPlaces.field(node);
        if (name != null) {
            return target.member(name);
        }
        if (node.getClass().getSimpleName().equals("BracketFieldAccess")) {
            value(part(node, "startExpr"), input, variables);
            value(part(node, "endExpr"), input, variables);
        }
        return target;
    }

    private Value call(Object node, Value input, Map<String, Value> variables) {
        String name = part(node, "name").toString();
        if (TO_NUMBERS.contains(name)) {
            return number(input);
        }
        Value last = Value.UNKNOWN;
        for (Object argument : (List<?>) part(node, "args")) {
            last = value(argument, input, variables);
        }
        return OF_EACH.contains(name) ? last : PASSING.contains(name) ? input : Value.UNKNOWN;
    }

    private Value operation(Object node, Value input, Map<String, Value> variables) {
        Value left = value(part(node, "lhs"), input, variables);
        if (node instanceof UpdateAssignment) {
            value(part(node, "rhs"), left, variables);
            return input;
        }
        if (node.getClass().getSimpleName().matches("Complex(Multiply|Divide|Minus|Modulo)Assignment")) {
            number(left);
        }
        Value right = value(part(node, "rhs"), input, variables);
        if (node instanceof AlternativeOperatorExpression) {
            return left.or(right);
        }
        boolean calculates = node instanceof MultiplyExpression || node instanceof DivideExpression
                || node instanceof MinusExpression || node instanceof ModuloExpression;
        if (calculates || node instanceof PlusExpression && (isNumber(node) || left.number || right.number)) {
            return number(left.or(right));
        }
        return node instanceof PlusExpression ? left.or(right)
                : node.getClass().getSimpleName().endsWith("Assignment") ? input : Value.UNKNOWN;
    }

    private Value number(Value made) {
        numbers.addAll(made.places);
        return made.asNumber();
    }

    private static boolean isNumber(Object plus) {
        return List.of("lhs", "rhs").stream().map(side -> part(plus, side))
                .anyMatch(side -> side instanceof ValueLiteral
                        && part(side, "value") instanceof JsonNode literal
                        && literal.isNumber());
    }

    private static Object part(Object node, String name) {
        return JqText.value(node, name);
    }
}
