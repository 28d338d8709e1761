package dev.sluice.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can still be told of a document that cannot be read: enough to ask about, never to be believed. */
public final class Damaged {

    private static final JsonFactory LENIENT = JsonFactory.builder().enable(
            JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS, JsonReadFeature.ALLOW_LEADING_ZEROS_FOR_NUMBERS,
            JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS, JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
            JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
            JsonReadFeature.ALLOW_JAVA_COMMENTS,
            JsonReadFeature.ALLOW_MISSING_VALUES, JsonReadFeature.ALLOW_TRAILING_COMMA).build();

    private Damaged() {
    }

    /** The text at a place; null where it is not found before the damage, or another is found there too. */
    public static @Nullable String text(String document, JsonPointer place) {
        Set<String> found = new HashSet<>();
        try (JsonParser parser = LENIENT.createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL
                        && parser.getParsingContext().pathAsPointer().equals(place)) {
                    found.add(parser.getText());
                }
            }
        } catch (IOException e) {
            // What came before it counts.
        }
        return found.size() == 1 ? found.iterator().next() : null;
    }
}
