package dev.sluice.route;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.JsonQuery;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.Versions;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.tree.FunctionCall;
import net.thisptr.jackson.jq.internal.tree.FunctionDefinition;
import net.thisptr.jackson.jq.internal.tree.VariableAccess;
import org.jspecify.annotations.Nullable;

/**
 * What a jq expression uses. The library resolves names when an expression runs, branch by branch, and shows its syntax
 * tree to nobody; so the tree is read here by its fields.
 */
final class JqText {

    private static final String TREE = "net.thisptr.jackson.jq.";
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]*)\"");
    /** Bound by jq itself. */
    private static final Set<String> GIVEN = Set.of("ENV", "__loc__", "__prog_args");

    private record Call(String name, int arguments, @Nullable String literal) {
    }

    private final String text;
    private final List<Call> calls = new ArrayList<>();
    private final Set<String> defined = new HashSet<>();
    private final List<String> read = new ArrayList<>();

    /** @throws JsonQueryException where the text is no jq */
    JqText(String text) throws JsonQueryException {
        this.text = text;
        walk(JsonQuery.compile(text, Versions.JQ_1_7), Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** Names that stand in the text as the only argument of this function. */
    List<String> named(String function) {
        return calls.stream().filter(call -> call.name.equals(function) && call.arguments == 1 && call.literal != null)
                .map(Call::literal).toList();
    }

    /** The first function, with the number of its arguments, that is known neither there nor in the text. */
    Optional<String> unknownFunction(Scope scope) {
        return calls.stream().filter(call -> scope.getFunction(call.name, call.arguments) == null)
                .map(call -> call.name + "/" + call.arguments).filter(name -> !defined.contains(name)).findFirst();
    }

    /** The first {@code $name} that is read and nowhere bound: it stands there once. */
    Optional<String> unboundName() {
        return read.stream().filter(name -> !GIVEN.contains(name)
                && Pattern.compile("\\$" + Pattern.quote(name) + "\\b").matcher(text).results().count() < 2)
                .findFirst();
    }

    private void walk(Object node, Set<Object> seen) {
        if (node instanceof Iterable<?> several) {
            several.forEach(one -> walk(one, seen));
        } else if (node instanceof Map<?, ?> several) {
            several.values().forEach(one -> walk(one, seen));
        } else if (node != null && node.getClass().getName().startsWith(TREE) && seen.add(node)) {
            note(node);
            for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                        walk(value(node, field.getName()), seen);
                    }
                }
            }
        }
    }

    private void note(Object node) {
        if (node instanceof FunctionCall) {
            List<?> arguments = (List<?>) value(node, "args");
            Matcher literal = LITERAL.matcher(arguments.isEmpty() ? "" : arguments.get(0).toString());
            calls.add(new Call((String) value(node, "name"), arguments.size(),
                    literal.matches() ? literal.group(1) : null));
        } else if (node instanceof FunctionDefinition) {
            List<?> arguments = (List<?>) value(node, "args");
            defined.add(value(node, "fname") + "/" + arguments.size());
            arguments.forEach(argument -> defined.add(argument.toString().replace("$", "") + "/0"));
        } else if (node instanceof VariableAccess) {
            read.add(value(node, "name").toString().replace("$", ""));
        } else if (node.getClass().getSimpleName().equals("VariableKeyFieldConstruction")) {
            // {$name}, of which jq makes null where it is bound nowhere
            read.add(value(node, "name").toString().replace("$", ""));
        }
    }

    static Object value(Object node, String name) {
        for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(node);
            } catch (NoSuchFieldException e) {
                // it may stand in the class above
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException("jq's tree is another one: " + node.getClass().getName() + " has no " + name);
    }
}
