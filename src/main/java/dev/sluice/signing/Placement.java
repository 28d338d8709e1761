package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One header, query parameter or body field that the scheme fills, and reads on the other side. */
final class Placement {
    enum Place {
        HEADER, QUERY, BODY;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    enum Type implements Labelled {
        TEXT, NUMBER
    }

    final Place place;
    final String name;
    final TextTemplate template;
    private final Type type;
    private final String separator;
    private final List<TextTemplate> items = new ArrayList<>();
    private final @Nullable JsonPath path;

    /**
     * @param name      empty for the body as a whole
     * @param separator between the items of a header such as {@code t=…,v1=…,v1=…}
     */
    Placement(Place place, String name, String key, JsonNode value, Description root, String signaturePrefix,
            String separator) {
        this.place = place;
        this.name = name;
        this.separator = separator;
        this.path = place == Place.BODY && !name.isEmpty() ? new JsonPath(key, name) : null;
        String text;
        if (place == Place.BODY && value.isObject()) {
            Description field = root.at(key, value);
            text = field.text("value");
            this.type = field.choice("type", Type.class, Type.TEXT);
            field.done();
        } else {
            text = Messages.text(key, value);
            this.type = Type.TEXT;
        }
        this.template = TextTemplate.of(key, text, root.named(), signaturePrefix);
        if (place == Place.HEADER && carriesSignature() && !separator.isEmpty()) {
            TextTemplate.split(text, separator)
                    .forEach(item -> items.add(TextTemplate.of(key, item.strip(), root.named(), signaturePrefix)));
        }
    }

    boolean isWholeBody() {
        return place == Place.BODY && path == null;
    }

    boolean carriesSignature() {
        return template.has(Variable.Kind.SIGNATURE);
    }

    /** Whether a delivery says its time, nonce or signature in it. */
    boolean tellsOfItself() {
        return carriesSignature() || template.has(Variable.Kind.TIMESTAMP) || template.has(Variable.Kind.NONCE);
    }

    @Nullable
    JsonPath path() {
        return path;
    }

    void put(Material material) {
        switch (place) {
            case HEADER -> material.putHeader(name, template.text(material));
            case QUERY -> material.query().put(name, template.text(material));
            case BODY -> {
                if (path == null) {
                    material.body(template.bytes(material));
                } else {
                    material.body().put(path, name,
                            type == Type.NUMBER ? template.number(name, material) : template.text(material));
                }
            }
        }
    }

    /** Reads what a delivery has here; gives what is wrong with it, if anything. */
    @Nullable
    String read(Material material, Found found) {
        String value = switch (place) {
            case HEADER -> material.header(name);
            case QUERY -> material.query().parameter(name);
            case BODY -> path == null ? Utf8.text("body", material.body().bytes()) : material.body().received(path);
        };
        if (value == null) {
            return place.label() + " " + name + " is missing";
        }
        boolean repeated = place == Place.HEADER && isRepeated(value, material);
        if (!repeated && fits(value, material, found)) {
            return null;
        }
        return (place.label() + " " + name).strip() + (repeated ? " is there more than once" : " is not as described");
    }

    /** As a list, else as a whole: what is in it may hold the separator too. */
    private boolean fits(String value, Material material, Found found) {
        for (boolean asList : items.isEmpty() ? new boolean[]{false} : new boolean[]{true, false}) {
            Found attempt = found.attempt();
            if (asList ? readItems(value, material, attempt) : template.read(value, material, attempt)) {
                found.take(attempt);
                return true;
            }
        }
        return false;
    }

    /** Headers of one name come joined by commas (RFC 9110, 5.3); only one with signatures may be a list. */
    private boolean isRepeated(String value, Material material) {
        List<String> parts = List.of(value.split(", ?", -1));
        return items.isEmpty() && parts.size() > 1
                && (parts.stream().distinct().count() == 1 || !template.read(value, material, new Found()))
                && parts.stream().allMatch(part -> template.read(part, material, new Found()));
    }

    private boolean readItems(String value, Material material, Found found) {
        boolean[] seen = new boolean[items.size()];
        for (int start = 0; start <= value.length();) {
            int next = value.indexOf(separator, start);
            int end = next < 0 ? value.length() : next;
            String item = value.substring(start, end).strip();
            for (int i = 0; i < seen.length; i++) {
                seen[i] |= items.get(i).read(item, material, found);
            }
            start = end + separator.length();
        }
        for (boolean one : seen) {
            if (!one) {
                return false;
            }
        }
        return true;
    }
}
