package dev.sluice.cipher;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** One section of a description, read strictly: a key that nobody asked for is a mistake in the file. */
final class Section {
    private final String path;
    private final JsonNode node;
    private final TreeSet<String> known = new TreeSet<>();

    Section(String path, JsonNode node) {
        this.path = path;
        this.node = node;
        if (node == null || !node.isObject()) {
            throw new CipherProblem(path, "must be a section of keys and values");
        }
    }

    boolean has(String key) {
        known.add(key);
        return node.has(key);
    }

    Section section(String key) {
        return new Section(at(key), needed(key));
    }

    String text(String key) {
        JsonNode value = needed(key);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw problem(key, "must be text");
        }
        return value.textValue();
    }

    /** Text that may be left out or empty. */
    String textOrNothing(String key) {
        boolean isNothing = !has(key) || node.get(key).isTextual() && node.get(key).textValue().isEmpty();
        return isNothing ? "" : text(key);
    }

    String oneOf(String key, Collection<String> labels) {
        String label = text(key);
        if (!labels.contains(label)) {
            throw problem(key, "must be one of " + String.join(", ", labels));
        }
        return label;
    }

    List<String> names(String key) {
        JsonNode value = needed(key);
        List<String> names = new ArrayList<>();
        value.forEach(item -> names.add(item.isTextual() ? item.textValue() : ""));
        if (!value.isArray() || names.isEmpty() || names.contains("")) {
            throw problem(key, "must be a list of names");
        }
        return names;
    }

    boolean flag(String key, boolean otherwise) {
        if (!has(key)) {
            return otherwise;
        }
        if (!node.get(key).isBoolean()) {
            throw problem(key, "must be true or false");
        }
        return node.get(key).booleanValue();
    }

    int whole(String key, int otherwise, int least, int most) {
        if (!has(key)) {
            return otherwise;
        }
        JsonNode value = node.get(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
                || value.intValue() > most) {
            throw problem(key, "must be a whole number from " + least + " to " + most);
        }
        return value.intValue();
    }

    Duration duration(String key) {
        try {
            Duration duration = Durations.parse(text(key));
            if (duration.isZero()) {
                throw problem(key, "must be longer than nothing");
            }
            return duration;
        } catch (IllegalArgumentException none) {
            throw problem(key, String.valueOf(none.getMessage()));
        }
    }

    /** Refuses what was not asked for. */
    void done() {
        node.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw problem(key, "unknown key; known here: " + String.join(", ", known));
            }
        });
    }

    CipherProblem problem(String key, String reason) {
        return new CipherProblem(at(key), reason);
    }

    private JsonNode needed(String key) {
        if (!has(key)) {
            throw problem(key, "is needed");
        }
        return node.get(key);
    }

    private String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
