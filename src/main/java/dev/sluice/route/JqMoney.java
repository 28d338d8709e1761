package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.thisptr.jackson.jq.internal.tree.AssignPipeComponent;
import net.thisptr.jackson.jq.internal.tree.Conditional;
import net.thisptr.jackson.jq.internal.tree.ObjectConstruction;
import net.thisptr.jackson.jq.internal.tree.PipedQuery;
import net.thisptr.jackson.jq.internal.tree.TransformPipeComponent;
import net.thisptr.jackson.jq.internal.tree.binaryop.AlternativeOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.BracketFieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;

/** What a part of a jq expression does with a provider's words. */
final class JqMoney {

    private final List<Object> nodes = new ArrayList<>();

    /** @param part of jq's syntax tree */
    JqMoney(Object part) {
        JqTree.each(part, Collections.newSetFromMap(new IdentityHashMap<>()), nodes::add);
    }

    /** A table of words in which one may be missing; the jq of it, empty where something is said of others. */
    Optional<String> openTable() {
        Set<Object> closed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Object node : nodes) {
            if (node instanceof AlternativeOperatorExpression) {
                closed.add(last(value(node, "lhs")));
            } else if (node instanceof PipedQuery) {
                List<Object> parts = parts(node);
                boolean decided = false;
                for (int i = parts.size() - 1; i >= 0; i--) {
                    if (decided) {
                        closed.add(parts.get(i));
                    }
                    decided |= parts.get(i) instanceof AlternativeOperatorExpression
                            || parts.get(i) instanceof Conditional;
                }
            }
        }
        return nodes.stream()
                .filter(node -> node instanceof BracketFieldAccess
                        && value(node, "target") instanceof ObjectConstruction
                        && !(value(node, "startExpr") instanceof ValueLiteral))
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

    private static List<Object> parts(Object pipe) {
        List<Object> parts = new ArrayList<>();
        for (Object component : (List<?>) value(pipe, "components")) {
            parts.add(component instanceof TransformPipeComponent part ? part.expr
                    : component instanceof AssignPipeComponent bound ? bound.expr : component);
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
