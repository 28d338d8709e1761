package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One section of a description, read strictly: a key that nobody asked for is a mistake in the file. */
final class Description {
    private final String path;
    private final JsonNode node;
    private final TreeSet<String> known = new TreeSet<>();

    Description(String path, @Nullable JsonNode node) {
        if (node == null || !node.isObject()) {
            throw new SignatureProblem(path, "must be a section of keys and values");
        }
        this.path = path;
        this.node = node;
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    @Nullable
    JsonNode node(String key) {
        return has(key) ? node.get(key) : null;
    }

    JsonNode needed(String key) {
        JsonNode value = node(key);
        if (value == null) {
            throw problem(key, "is needed");
        }
        return value;
    }

    String text(String key) {
        JsonNode value = needed(key);
        if (!value.isTextual()) {
            throw problem(key, "must be text");
        }
        return value.textValue();
    }

    String text(String key, String otherwise) {
        return has(key) ? text(key) : otherwise;
    }

    <E extends Enum<E> & Labelled> E choice(String key, Class<E> type, E otherwise) {
        return has(key) ? choice(key, type) : otherwise;
    }

    <E extends Enum<E> & Labelled> E choice(String key, Class<E> type) {
        String label = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.label().equals(label)) {
                return constant;
            }
        }
        throw problem(key, "must be one of " + Arrays.stream(type.getEnumConstants())
                .map(Labelled::label).collect(Collectors.joining(", ")));
    }

    /** The section below a key, if there is one. */
    @Nullable
    Description section(String key) {
        return has(key) ? new Description(at(key), node.get(key)) : null;
    }

    List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        if (has(key)) {
            if (!node.get(key).isArray() || node.get(key).isEmpty()) {
                throw problem(key, "must be a list of text");
            }
            for (JsonNode item : node.get(key)) {
                if (!item.isTextual()) {
                    throw problem(key, "must be a list of text");
                }
                texts.add(item.textValue());
            }
        }
        return texts;
    }

    /** Each entry of the section below a key, made by {@code make(dotted path, value)}, in the order written. */
    <T> Map<String, T> entries(String key, BiFunction<String, JsonNode, T> make) {
        Map<String, T> entries = new LinkedHashMap<>();
        if (has(key)) {
            if (!node.get(key).isObject()) {
                throw problem(key, "must be a section of names and values");
            }
            node.get(key).properties().forEach(
                    entry -> entries.put(entry.getKey(), make.apply(at(key) + "." + entry.getKey(), entry.getValue())));
        }
        return entries;
    }

    /** Refuses what was not asked for. */
    void done() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw problem(key, "unknown key; known here: " + String.join(", ", known));
            }
        });
    }

    SignatureProblem problem(String key, String reason) {
        return new SignatureProblem(at(key), reason);
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
