package dev.sluice.signing;

import java.util.Map;
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

    @SuppressWarnings("unchecked")
    Map<String, Object> fields() {
        if (bytes.length == 0) {
            return Map.of();
        }
        if (!(tree() instanceof Map<?, ?> fields)) {
            throw new CannotSign("body", "is not an object");
        }
        return (Map<String, Object>) fields;
    }

    /** The text of a field, where there is one that is not null. */
    @Nullable
    String field(JsonPath wanted, boolean outbound) {
        Object value = bytes.length == 0 ? JsonPath.ABSENT : wanted.read(tree());
        return value == JsonPath.ABSENT || value == null ? null
                : Scheme.PLAIN_FIELD.text(wanted.text(), value, outbound);
    }

    /** The text of a field as received, be it the signature or not, where it has one. */
    @Nullable
    String received(JsonPath wanted) {
        Object value = bytes.length == 0 ? null : wanted.read(scheme.format().parse(bytes));
        return value instanceof String text ? text : value instanceof JsonText.Number number ? number.digits() : null;
    }

    void put(JsonPath where, String name, Object value) {
        bytes = scheme.format().with(bytes, where, name, value);
        tree = null;
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
