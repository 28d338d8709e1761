package dev.sluice.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON as maps, lists, strings and booleans in which a number stays the text it was written with: a tree of doubles or
 * decimals would print {@code 1.0} or {@code 1e3} in another way than the sender signed it.
 */
final class JsonText {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build();

    /** A number by its digits. */
    record Number(String digits) {
    }

    private JsonText() {
    }

    /** Repeated members, trailing text and nesting deeper than 64 are refused: two readers could see two things. */
    static @Nullable Object parse(byte[] json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new CannotSign("body", "is empty");
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new CannotSign("body", "goes on after its end");
            }
            return value;
        } catch (IOException unreadable) {
            throw new CannotSign("body", "is not JSON with each member once");
        }
    }

    private static @Nullable Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, value(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield items;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> parser.getText();
        };
    }

    /** Compact text; members in the order they have, or by name. */
    static String write(@Nullable Object value, boolean sorted) {
        StringBuilder out = new StringBuilder();
        write(value, sorted, out);
        return out.toString();
    }

    private static void write(@Nullable Object value, boolean sorted, StringBuilder out) {
        if (value instanceof Map<?, ?> members) {
            out.append('{');
            Iterator<? extends Map.Entry<?, ?>> entries = (sorted ? new TreeMap<>(members) : members).entrySet()
                    .iterator();
            while (entries.hasNext()) {
                Map.Entry<?, ?> entry = entries.next();
                write(entry.getKey(), sorted, out);
                write(entry.getValue(), sorted, out.append(':'));
                out.append(entries.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (value instanceof List<?> items) {
            out.append('[');
            for (int i = 0; i < items.size(); i++) {
                write(items.get(i), sorted, i == 0 ? out : out.append(','));
            }
            out.append(']');
        } else if (value instanceof String text) {
            out.append('"');
            JsonStringEncoder.getInstance().quoteAsString(text, out);
            out.append('"');
        } else {
            out.append(value instanceof Number number ? number.digits() : String.valueOf(value));
        }
    }

    /** The same bytes without the whitespace between tokens; strings are untouched. */
    static byte[] minified(byte[] json) {
        byte[] out = new byte[json.length];
        int length = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte b = json[i];
            if (!inString && (b == ' ' || b == '\n' || b == '\r' || b == '\t')) {
                continue;
            }
            out[length++] = b;
            if (inString && b == '\\' && i + 1 < json.length) {
                out[length++] = json[++i];
            } else if (b == '"') {
                inString = !inString;
            }
        }
        return java.util.Arrays.copyOf(out, length);
    }
}
