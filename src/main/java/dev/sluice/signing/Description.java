package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One section of a description, read strictly: a key that nobody asked for is a mistake in the file. */
final class Description {
    private final String path;
    private final JsonNode node;
    private final Description root;
    private final Named named;
    private final List<Signer> signers;
    private final Map<String, List<String>> choices;
    private final TreeSet<String> known = new TreeSet<>();

    Description(String path, @Nullable JsonNode node) {
        this(path, node, null, new Named(), new ArrayList<>(), new LinkedHashMap<>());
    }

    private Description(String path, @Nullable JsonNode node, @Nullable Description root, Named named,
            List<Signer> signers, Map<String, List<String>> choices) {
        this.root = root == null ? this : root;
        this.named = named;
        this.signers = signers;
        this.choices = choices;
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

    boolean isText(String key) {
        return has(key) && node.get(key).isTextual();
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

    /** A whole number from the first to the last. */
    int number(String key, int first, int last) {
        JsonNode value = needed(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < first
                || value.intValue() > last) {
            throw problem(key, "must be a whole number from " + first + " to " + last);
        }
        return value.intValue();
    }

    <E extends Enum<E> & Labelled> E choice(String key, Class<E> type, E otherwise) {
        return choice(key, EnumSet.allOf(type), otherwise);
    }

    <E extends Enum<E> & Labelled> E choice(String key, Class<E> type) {
        return choice(key, EnumSet.allOf(type));
    }

    <E extends Enum<E> & Labelled> E choice(String key, Set<E> allowed, E otherwise) {
        chooses(key, allowed);
        return has(key) ? choice(key, allowed) : otherwise;
    }

    <E extends Enum<E> & Labelled> E choice(String key, Set<E> allowed) {
        chooses(key, allowed);
        String label = text(key);
        return allowed.stream().filter(constant -> constant.label().equals(label)).findFirst()
                .orElseThrow(() -> problem(key, "must be one of "
                        + allowed.stream().map(Labelled::label).collect(Collectors.joining(", "))));
    }

    private <E extends Enum<E> & Labelled> void chooses(String key, Set<E> allowed) {
        choices.put(at(key), allowed.stream().map(Labelled::label).toList());
    }

    /** What could stand at each key of the whole description that takes one of several words. */
    Map<String, List<String>> choices() {
        return choices;
    }

    /** What templates here can name. */
    Named named() {
        return named;
    }

    /** Everything that signs in the whole description. */
    List<Signer> signers() {
        return signers;
    }

    TextTemplate template(String key) {
        return template(at(key), text(key));
    }

    TextTemplate template(String dottedKey, String text) {
        return TextTemplate.of(dottedKey, text, named);
    }

    /** Another section of the same description. */
    Description at(String dottedKey, JsonNode value) {
        return new Description(dottedKey, value, root, named, signers, choices);
    }

    /** In which the whole description finds the fields of a body. */
    FieldsFormat format() {
        return root.choice("body-format", FieldsFormat.class, FieldsFormat.JSON);
    }

    /** The section below a key, if there is one. */
    @Nullable
    Description section(String key) {
        return has(key) ? at(at(key), needed(key)) : null;
    }

    List<String> texts(String key) {
        return items(key, Messages::text);
    }

    /** Each item of the list below a key, made by {@code make(dotted path, value)}. */
    <T> List<T> items(String key, BiFunction<String, JsonNode, T> make) {
        List<T> items = new ArrayList<>();
        if (has(key)) {
            if (!node.get(key).isArray() || node.get(key).isEmpty()) {
                throw problem(key, "must be a list");
            }
            node.get(key).forEach(item -> items.add(make.apply(at(key) + "." + items.size(), item)));
        }
        return items;
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

    SignatureProblem problem(String reason) {
        return new SignatureProblem(path, reason);
    }

    SignatureProblem problem(String key, String reason) {
        return new SignatureProblem(at(key), reason);
    }

    String at(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
