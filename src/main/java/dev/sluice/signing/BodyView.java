package dev.sluice.signing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A body as a message sees it: its bytes, and its fields without those that carry the signature. */
final class BodyView {
    private final Scheme scheme;
    private byte[] bytes;
    private @Nullable Object tree;

    BodyView(Scheme scheme, byte[] bytes) {
        this.scheme = scheme;
        this.bytes = bytes;
    }

    /** One item of a list in a body, as if it were a body of its own. */
    static BodyView ofItem(Scheme scheme, @Nullable Object item) {
        BodyView view = new BodyView(scheme, new byte[0]);
        view.tree = item;
        return view;
    }

    byte[] bytes() {
        return bytes;
    }

    /** @param form raw (as where none is named), minified or sorted; the latter two are without the signature */
    byte[] bytes(@Nullable String form) {
        if (form == null || form.equals("raw")) {
            return bytes;
        }
        if (form.equals("minified") && !scheme.signsIntoBody()) {
            return JsonText.minified(bytes);
        }
        return bytes.length == 0 ? bytes : Utf8.bytes("body", JsonText.write(tree(), form.equals("sorted")));
    }

    String digest() {
        return scheme.digestEncoding().encode(scheme.digest().digest(bytes));
    }

    /** @param below of what; of the body itself where none is named */
    @SuppressWarnings("unchecked")
    Map<String, Object> fields(@Nullable JsonPath below) {
        Object from = below == null ? isEmpty() ? Map.of() : tree() : given(below);
        if (from == JsonPath.ABSENT) {
            return Map.of();
        }
        if (!(from instanceof Map<?, ?> fields)) {
            throw new CannotSign(below == null ? "body" : below.text(), "is not an object");
        }
        return (Map<String, Object>) fields;
    }

    List<?> items(JsonPath path) {
        Object list = given(path);
        if (list == JsonPath.ABSENT) {
            return List.of();
        }
        if (!(list instanceof List<?> items)) {
            throw new CannotSign(path.text(), "is not a list");
        }
        return items;
    }

    /** What is at a path; where there is nothing the description decides. */
    private @Nullable Object given(JsonPath path) {
        Object value = isEmpty() ? JsonPath.ABSENT : path.read(tree());
        if (value != JsonPath.ABSENT && value != null) {
            return value;
        }
        if (scheme.missing() == Scheme.Missing.REFUSE) {
            throw new CannotSign(path.text(), "is missing");
        }
        return JsonPath.ABSENT;
    }

    private boolean isEmpty() {
        return bytes.length == 0 && tree == null;
    }

    /** The text of a field, where there is one that is not null. */
    @Nullable
    String field(JsonPath wanted, boolean outbound) {
        Object value = isEmpty() ? JsonPath.ABSENT : wanted.read(tree());
        return value == JsonPath.ABSENT || value == null ? null
                : Scheme.PLAIN_FIELD.text(wanted.text(), value, outbound);
    }

    /** The text of a field as received, be it the signature or not, where it has one. */
    @Nullable
    String received(JsonPath wanted) {
        Object value = bytes.length == 0 ? null : wanted.read(scheme.format().parse(bytes));
        return value instanceof JsonText.Number number ? number.digits()
                : value instanceof String || value instanceof JsonText.Escaped ? value.toString() : null;
    }

    void put(JsonPath where, String name, Object value) {
        bytes = scheme.format().with(bytes, where, name, value);
        tree = null;
    }

    /** All that it says but of itself: its time, nonce and signature, however it is written. */
    byte[] told() {
        if (bytes.length == 0) {
            throw new CannotSign("body", "is empty");
        }
        Object all = scheme.format().parse(bytes);
        scheme.placements().filter(Placement::tellsOfItself).map(Placement::path).filter(Objects::nonNull)
                .forEach(path -> path.remove(all));
        return Utf8.bytes("body", JsonText.write(all, true));
    }

    private @Nullable Object tree() {
        if (tree == null) {
            tree = scheme.format().parse(bytes);
            for (Placement placement : scheme.signed()) {
                JsonPath path = placement.path();
                if (path != null) {
                    path.remove(tree);
                }
            }
        }
        return tree;
    }
}
