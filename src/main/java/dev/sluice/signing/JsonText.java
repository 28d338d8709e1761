package dev.sluice.signing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
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

    /** A string that was written with an escape, and how: {@code \/} and {@code /} are one text and two signatures. */
    record Escaped(String value, String lexeme) {
        @Override
        public String toString() {
            return value;
        }
    }

    /** The members of an object by the text of their names, with those names that were written with an escape. */
    private static final class Members extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1;
        private final transient Map<String, Escaped> written = new HashMap<>();
    }

    private final String json;
    private final JsonParser parser;

    private JsonText(String json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
    }

    /** Repeated members, trailing text and nesting deeper than 64 are refused: two readers could see two things. */
    static @Nullable Object parse(String where, byte[] bytes) {
        String json = Utf8.text(where, bytes);
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() == null) {
                throw new CannotSign(where, "is empty");
            }
            Object value = new JsonText(json, parser).value();
            if (parser.nextToken() != null) {
                throw new CannotSign(where, "goes on after its end");
            }
            return value;
        } catch (IOException unreadable) {
            throw new CannotSign(where, "is not JSON with each member once");
        }
    }

    private @Nullable Object value() throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Members members = new Members();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    if (text(name) instanceof Escaped escaped) {
                        members.written.put(name, escaped);
                    }
                    parser.nextToken();
                    members.put(name, value());
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value());
                }
                yield items;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Number(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NULL -> null;
            default -> text(parser.getText());
        };
    }

    /** The string at which the parser is. What holds no escape is written again as it stands. */
    private Object text(String value) {
        int start = (int) parser.currentTokenLocation().getCharOffset() + 1;
        int end = start;
        while (json.charAt(end) != '"') {
            end += json.charAt(end) == '\\' ? 2 : 1;
        }
        return end - start == value.length() && json.startsWith(value, start) ? value
                : new Escaped(value, json.substring(start, end));
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
                Object name = members instanceof Members read ? read.written.get(entry.getKey()) : null;
                write(name == null ? entry.getKey() : name, sorted, out);
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
        } else if (value instanceof Escaped escaped) {
            out.append('"').append(escaped.lexeme()).append('"');
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
        return Arrays.copyOf(out, length);
    }
}
