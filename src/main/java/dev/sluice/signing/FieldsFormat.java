package dev.sluice.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a body holds its fields. */
enum FieldsFormat implements Labelled {
    JSON, FORM;

    @Nullable
    Object parse(byte[] body) {
        return this == JSON ? JsonText.parse("body", body) : FormText.parse("body", Utf8.text("body", body));
    }

    /** The body with one field set; the others keep their text, numbers their digits. */
    byte[] with(byte[] body, JsonPath where, String name, Object value) {
        if (this == FORM) {
            String text = value instanceof JsonText.Number number ? number.digits() : (String) value;
            return Utf8.bytes("body", FormText.with("body", Utf8.text("body", body), name, text));
        }
        Object tree = body.length == 0 ? new LinkedHashMap<String, Object>() : parse(body);
        if (!(tree instanceof Map)) {
            throw new CannotSign("body", "is not an object");
        }
        where.write(tree, value);
        return Utf8.bytes("body", JsonText.write(tree, false));
    }
}
