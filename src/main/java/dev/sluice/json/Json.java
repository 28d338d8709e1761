package dev.sluice.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON of others strictly (RFC 8259 and I-JSON, RFC 7493): UTF-8 without byte order mark, one document, no
 * repeated members, no unpaired surrogates, nesting to 32. A number that is money is kept by its digits.
 */
public final class Json {

    /** The deepest nesting that is read. */
    public static final int MAX_DEPTH = 32;

    /** Most names, values and brackets that one document may have: a byte each can cost a hundred in memory. */
    static final int MOST_TOKENS = 100_000;

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    static final int MOST_DIGITS = 1_000;
    static final int LONGEST_NAME = 50_000;
    /** No body is that long, neither a message's nor an answer's. */
    static final int LONGEST_TEXT = 16 << 20;

    private static final JsonFactory STRICT = bounded().build();
    private static final JsonFactory ANSWERS = bounded().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS).build();
    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).setNodeFactory(NODES);

    /** Where a member is: a name for one at the top, a JSON Pointer (RFC 6901) for one within others. */
    public static JsonPointer place(String written) {
        return written.startsWith("/") ? JsonPointer.compile(written)
                : JsonPointer.empty().appendProperty(written);
    }

    /** Which numbers become text, digit for digit as they were written. */
    public enum Numbers {
        /** Only the member {@code amount} of an object at the top level: a request's money. */
        AMOUNT_AS_TEXT,
        /** Every number: a provider's answer. */
        ALL_AS_TEXT,
        /** None; each number keeps its digits, but stays a number. */
        KEPT
    }

    private Json() {
    }

    /** @throws Unreadable when the bytes are not one strict JSON document; its text quotes none of them */
    public static JsonNode read(byte[] utf8, Numbers numbers) throws Unreadable {
        return read(Encoded.utf8(utf8), numbers);
    }

    /** @throws Unreadable as {@link #read(byte[], Numbers)} */
    public static JsonNode read(String text, Numbers numbers) throws Unreadable {
        return parsed(Strict.plain(text), STRICT, numbers);
    }

    /**
     * A provider's answer, in whatever encoding it says that it is. As strict as a request's in its form; but what one
     * of its texts or numbers holds is no reason not to read the others: {@code NaN} and what is out of all bounds is a
     * text then, and a text may hold half a character or a line break.
     *
     * @param declared the encoding that HTTP declares, if any
     * @throws Unreadable as {@link #read(byte[], Numbers)}
     */
    public static JsonNode answer(byte[] bytes, @Nullable Charset declared, Numbers numbers) throws Unreadable {
        return parsed(Strict.plain(Encoded.text(bytes, declared)), ANSWERS, numbers);
    }

    private static JsonNode parsed(String text, JsonFactory form, Numbers numbers) throws Unreadable {
        try (JsonParser parser = form.createParser(text)) {
            return document(parser, numbers);
        } catch (IOException e) {
            throw new Unreadable("the body cannot be read");
        }
    }

    private static JsonFactoryBuilder bounded() {
        return new JsonFactoryBuilder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxTokenCount(MOST_TOKENS)
                                .maxNumberLength(MOST_DIGITS).maxNameLength(LONGEST_NAME).maxStringLength(LONGEST_TEXT)
                                .build());
    }

    /**
     * What Sluice itself wrote: its own messages and ledger columns.
     *
     * @throws IllegalArgumentException where it cannot have written that; quotes none of it
     */
    public static ObjectNode own(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // what the parser says quotes the text
        }
        throw new IllegalArgumentException("not a document of ours");
    }

    public static ObjectNode object() {
        return NODES.objectNode();
    }

    public static String write(JsonNode node) {
        try {
            return MAPPER.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As {@link #write}, and a decimal number always by its digits, never with an exponent. */
    public static String writePlain(JsonNode node) {
        try {
            return MAPPER.writer().with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text of a value; a decimal number's by its digits, never with an exponent. Empty where it is none. */
    public static String plain(JsonNode value) {
        return value.isFloatingPointNumber() ? value.decimalValue().toPlainString() : value.asText("");
    }

    /** The same document with members in one order, so that equal documents have equal texts. */
    public static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            TreeMap<String, JsonNode> members = new TreeMap<>();
            node.properties().forEach(member -> members.put(member.getKey(), sorted(member.getValue())));
            return NODES.objectNode().setAll(members);
        }
        if (node.isArray()) {
            ArrayNode array = NODES.arrayNode();
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return node;
    }

    private static JsonNode document(JsonParser parser, Numbers numbers) throws IOException, Unreadable {
        try {
            if (parser.nextToken() == null) {
                throw new Unreadable("the body is empty");
            }
            JsonNode document = value(parser, numbers, 0, "");
            end(parser);
            return document;
        } catch (JsonProcessingException e) {
            throw new Unreadable(Complaint.about(e, parser.currentTokenLocation()));
        } catch (NumberFormatException e) {
            throw new Unreadable("a number is out of all bounds");
        }
    }

    private static void end(JsonParser parser) throws IOException, Unreadable {
        boolean more;
        try {
            more = parser.nextToken() != null;
        } catch (JsonParseException e) {
            throw new Unreadable("there is something after the JSON document");
        }
        if (more) {
            throw new Unreadable("there is more than one JSON document");
        }
    }

    private static JsonNode value(JsonParser parser, Numbers numbers, int depth, String place)
            throws IOException, Unreadable {
        switch (parser.currentToken()) {
            case START_OBJECT -> {
                ObjectNode object = NODES.objectNode();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String member = text(parser, parser.currentName());
                    parser.nextToken();
                    object.set(member, value(parser, numbers, depth + 1, depth == 0 ? member : place + "." + member));
                }
                return object;
            }
            case START_ARRAY -> {
                ArrayNode array = NODES.arrayNode();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    array.add(value(parser, numbers, depth + 1, ""));
                }
                return array;
            }
            case VALUE_STRING -> {
                return NODES.textNode(text(parser, parser.getText()));
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                boolean asText = numbers == Numbers.ALL_AS_TEXT
                        || numbers == Numbers.AMOUNT_AS_TEXT && depth == 2 && isAmount(place);
                if (asText || parser.isNaN()) {
                    return NODES.textNode(parser.getText());
                }
                return number(parser);
            }
            case VALUE_TRUE, VALUE_FALSE -> {
                return NODES.booleanNode(parser.getBooleanValue());
            }
            case VALUE_NULL -> {
                return NODES.nullNode();
            }
            default -> throw new Unreadable("the JSON ends too early");
        }
    }

    private static JsonNode number(JsonParser parser) throws IOException, Unreadable {
        try {
            return parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? NODES.numberNode(parser.getBigIntegerValue())
                    : NODES.numberNode(Strict.number(parser.getDecimalValue()));
        } catch (NumberFormatException | Unreadable e) {
            if (isAnswer(parser)) {
                return NODES.textNode(parser.getText());
            }
            throw e;
        }
    }

    private static String text(JsonParser parser, String text) throws Unreadable {
        return isAnswer(parser) ? text : Strict.text(text);
    }

    private static boolean isAnswer(JsonParser parser) {
        return parser.isEnabled(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
    }

    /** {@code <the family's member>.amount}; metadata is the producer's own and holds no amounts. */
    private static boolean isAmount(String place) {
        return place.endsWith(".amount") && !place.startsWith("metadata.");
    }
}
