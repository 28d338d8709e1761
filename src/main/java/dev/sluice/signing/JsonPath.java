package dev.sluice.signing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A dotted path into a body, {@code a.b} or {@code items.0.id}. */
final class JsonPath {
    /** What {@link #read} gives where there is nothing, as opposed to JSON's null. */
    static final Object ABSENT = new Object();

    private final String text;
    private final String[] steps;

    /** A single dot is the value itself, such as an item of a list. */
    static JsonPath orItself(String key, String text) {
        return text.equals(".") ? new JsonPath(text) : new JsonPath(key, text);
    }

    private JsonPath(String itself) {
        this.text = itself;
        this.steps = new String[0];
    }

    JsonPath(String key, String text) {
        this.text = text;
        this.steps = text.split("\\.", -1);
        for (String step : steps) {
            if (step.isEmpty()) {
                throw new SignatureProblem(key, "has an empty step in the path of a field");
            }
        }
    }

    /** Where the steps lead nowhere, a member whose whole name is the path: a form has no others. */
    @Nullable
    Object read(@Nullable Object root) {
        Map<String, Object> whole = byWholeName(root);
        return whole == null ? atTheEnd(root) : whole.get(text);
    }

    /** @throws CannotSign where both are there: one of them would be signed and the other one read */
    @SuppressWarnings("unchecked")
    private @Nullable Map<String, Object> byWholeName(@Nullable Object root) {
        if (steps.length < 2 || !(root instanceof Map<?, ?> members) || !members.containsKey(text)) {
            return null;
        }
        if (atTheEnd(root) != ABSENT) {
            throw new CannotSign(text, "is there twice");
        }
        return (Map<String, Object>) members;
    }

    private @Nullable Object atTheEnd(@Nullable Object root) {
        Object here = root;
        for (String step : steps) {
            here = child(here, step);
        }
        return here;
    }

    void remove(@Nullable Object root) {
        Map<String, Object> whole = byWholeName(root);
        if (whole != null) {
            whole.remove(text);
            return;
        }
        if (parent(root) instanceof Map<?, ?> members) {
            members.remove(steps[steps.length - 1]);
        }
    }

    @SuppressWarnings("unchecked")
    void write(@Nullable Object root, Object value) {
        Map<String, Object> whole = byWholeName(root);
        if (whole != null) {
            whole.put(text, value);
            return;
        }
        Object here = root;
        for (int i = 0; i < steps.length - 1; i++) {
            Object next = child(here, steps[i]);
            if (next == ABSENT && here instanceof Map<?, ?> members) {
                next = new LinkedHashMap<String, Object>();
                ((Map<String, Object>) members).put(steps[i], next);
            }
            here = next;
        }
        if (!(here instanceof Map<?, ?> members)) {
            throw new CannotSign(text, "has no object to be put into");
        }
        ((Map<String, Object>) members).put(steps[steps.length - 1], value);
    }

    private @Nullable Object parent(@Nullable Object root) {
        Object here = root;
        for (int i = 0; i < steps.length - 1; i++) {
            here = child(here, steps[i]);
        }
        return here;
    }

    private static @Nullable Object child(@Nullable Object here, String step) {
        if (here instanceof Map<?, ?> members) {
            return members.containsKey(step) ? members.get(step) : ABSENT;
        }
        if (here instanceof List<?> items && step.length() < 5 && step.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int index = Integer.parseInt(step);
            return index < items.size() ? items.get(index) : ABSENT;
        }
        return ABSENT;
    }

    String text() {
        return text;
    }

    List<String> steps() {
        return List.of(steps);
    }
}
