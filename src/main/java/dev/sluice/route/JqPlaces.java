package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
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
import net.thisptr.jackson.jq.internal.tree.binaryop.BinaryOperatorExpression;
import net.thisptr.jackson.jq.internal.tree.fieldaccess.FieldAccess;
import net.thisptr.jackson.jq.internal.tree.literal.ValueLiteral;
import org.jspecify.annotations.Nullable;

/** The places of its input that a part of jq's syntax tree names. */
final class JqPlaces {

    /** Functions whose arguments see something else than what the function itself is given. */
    private static final Set<String> ELSEWHERE = Set.of("map", "map_values", "with_entries", "sort_by", "group_by",
            "min_by", "max_by",
            "unique_by", "any", "all", "recurse", "walk", "until", "while", "repeat", "sub", "gsub", "paths", "first",
            "last", "nth", "limit");

    private JqPlaces() {
    }

    /** Adds those that are read for certain; what stands behind a pipe reads something else. */
    static void read(Object node, Set<String> reads) {
        String place = of(node);
        if (place != null) {
            if (!place.isEmpty()) {
                reads.add(place);
            }
        } else if (node instanceof FieldAccess) {
            read(value(node, "target"), reads);
        } else if (node instanceof PipedQuery) {
            for (Object component : (List<?>) value(node, "components")) {
                if (component instanceof AssignPipeComponent bound) {
                    read(bound.expr, reads);
                } else if (component instanceof TransformPipeComponent part) {
                    read(part.expr, reads);
                    if (!(part.expr instanceof ThisObject)) {
                        return;
                    }
                }
            }
        } else if (node instanceof FunctionCall && !ELSEWHERE.contains(value(node, "name"))) {
            ((List<?>) value(node, "args")).forEach(argument -> read(argument, reads));
        } else if (node instanceof Conditional) {
            ((List<?>) value(node, "switches")).forEach(one -> {
                read(value(one, "_1"), reads);
                read(value(one, "_2"), reads);
            });
            read(value(node, "otherwise"), reads);
        } else if (node instanceof ObjectConstruction object) {
            object.fields.forEach(field -> {
                if (field instanceof IdentifierKeyFieldConstruction member && member.value == null) {
                    reads.add(member.key);
                } else if (!field.getClass().getSimpleName().startsWith("Variable")) {
                    read(value(field, "value"), reads);
                }
            });
        } else if (node instanceof BinaryOperatorExpression) {
            read(value(node, "lhs"), reads);
            if (!node.getClass().getSimpleName().equals("UpdateAssignment")) {
                read(value(node, "rhs"), reads);
            }
        } else if (node instanceof TryCatch) {
            read(value(node, "tryExpr"), reads);
        } else if (node instanceof Tuple several) {
            several.qs.forEach(one -> read(one, reads));
        } else if (node instanceof ArrayConstruction array) {
            read(array.q, reads);
        }
    }

    /** The place of the input that an expression is, empty for all of it; nothing where it is another. */
    static @Nullable String of(Object node) {
        if (node instanceof ThisObject) {
            return "";
        }
        if (!(node instanceof FieldAccess)) {
            return null;
        }
        String target = of(value(node, "target"));
        String name = field(node);
        return target == null || name == null ? null : target.isEmpty() ? name : target + "." + name;
    }

    /** The name of the member that is accessed; nothing where it is not written, or is no name. */
    static @Nullable String field(Object node) {
        Object field = switch (node.getClass().getSimpleName()) {
            case "IdentifierFieldAccess", "StringFieldAccess" -> value(node, "field");
            case "BracketFieldAccess" -> value(node, "startExpr");
            default -> null;
        };
        return field instanceof String text ? text
                : field instanceof ValueLiteral literal && value(literal, "value") instanceof JsonNode text
                        && text.isTextual() ? text.asText() : null;
    }

    private static Object value(Object node, String name) {
        return JqText.value(node, name);
    }
}
