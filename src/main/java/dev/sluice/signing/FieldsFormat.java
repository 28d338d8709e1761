package dev.sluice.signing;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a body holds its fields. */
enum FieldsFormat implements Labelled {
    JSON, FORM, XML;

    @Nullable
    Object parse(byte[] body) {
        return switch (this) {
            case JSON -> JsonText.parse("body", body);
            case FORM -> FormText.parse("body", Utf8.text("body", body));
            case XML -> XmlText.parse("body", body);
        };
    }

    /** The body with one field set; the others keep their text, numbers their digits. */
    byte[] with(byte[] body, JsonPath where, String name, Object value) {
        if (this != JSON) {
            String text = value instanceof JsonText.Number number ? number.digits() : (String) value;
            String before = Utf8.text("body", body);
            return Utf8.bytes("body", this == FORM ? FormText.with("body", before, name, text)
                    : XmlText.with("body", before, where, text));
        }
        Object tree = body.length == 0 ? new LinkedHashMap<String, Object>() : parse(body);
        if (!(tree instanceof Map)) {
            throw new CannotSign("body", "is not an object");
        }
        where.write(tree, value);
        return Utf8.bytes("body", JsonText.write(tree, false));
    }
}
