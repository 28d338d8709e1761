package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /** @param separator between the items of a header such as {@code t=…,v1=…,v1=…} */
    Placement(Place place, String name, String key, JsonNode value, String signaturePrefix, String separator) {
        this.place = place;
        this.name = name;
        this.separator = separator;
        this.path = place == Place.BODY ? new JsonPath(key, name) : null;
        String text;
        if (place == Place.BODY && value.isObject()) {
            Description field = new Description(key, value);
            text = field.text("value");
            this.type = field.choice("type", Type.class, Type.TEXT);
            field.done();
        } else {
            text = SortedFields.textOf(key, value);
            this.type = Type.TEXT;
        }
        this.template = TextTemplate.of(key, text, signaturePrefix);
        if (place == Place.HEADER && carriesSignature() && !separator.isEmpty()) {
            TextTemplate.split(text, separator)
                    .forEach(item -> items.add(TextTemplate.of(key, item.strip(), signaturePrefix)));
        }
    }

    boolean carriesSignature() {
        return template.has(Variable.Kind.SIGNATURE);
    }

    @Nullable
    JsonPath path() {
        return path;
    }

    void put(Material material) {
        String value = template.text(material);
        switch (place) {
            case HEADER -> material.putHeader(name, value);
            case QUERY -> material.putParameter(name, value);
            case BODY ->
                material.body().put(Objects.requireNonNull(path), name, type == Type.NUMBER ? number(value) : value);
        }
    }

    private Object number(String value) {
        if (value.isEmpty() || value.length() > 1 && value.charAt(0) == '0'
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new CannotSign(name, "is not a whole number");
        }
        return new JsonText.Number(value);
    }

    /** Reads what a delivery has here; gives what is wrong with it, if anything. */
    @Nullable
    String read(Material material, Found found) {
        String value = switch (place) {
            case HEADER -> material.header(name);
            case QUERY -> material.parameter(name);
            case BODY -> material.body().received(Objects.requireNonNull(path));
        };
        if (value == null) {
            return place.label() + " " + name + " is missing";
        }
        boolean fits = items.isEmpty() ? template.read(value, material, found) : readItems(value, material, found);
        return fits ? null : place.label() + " " + name + " is not as described";
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
