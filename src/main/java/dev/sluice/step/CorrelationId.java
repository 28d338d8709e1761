package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By what a producer knows its results again: a text or bytes, which come back as they came. */
public final class CorrelationId {

    private static final String BYTES = "bytes";
    /** What JMS clients of AMQP put before the bytes that they show. */
    private static final String SHOWN = "ID:AMQP_BINARY:";

    /** A {@link String}, or a {@code byte[]}. */
    private final Object value;

    private CorrelationId(Object value) {
        this.value = value;
    }

    /** None for no text. */
    public static @Nullable CorrelationId of(@Nullable String text) {
        return text == null ? null : new CorrelationId(text);
    }

    public static CorrelationId of(byte[] bytes) {
        return new CorrelationId(bytes.clone());
    }

    /** As {@link #json()} wrote it, if it did. */
    public static @Nullable CorrelationId read(JsonNode node) {
        if (node.path(BYTES).isTextual()) {
            return new CorrelationId(Base64.getDecoder().decode(node.path(BYTES).asText()));
        }
        return node.isTextual() ? new CorrelationId(node.asText()) : null;
    }

    public JsonNode json() {
        return value instanceof byte[] bytes ? Json.object().put(BYTES, Base64.getEncoder().encodeToString(bytes))
                : Json.object().textNode((String) value);
    }

    /** A {@link String}, or a {@code byte[]}. */
    public Object value() {
        return value;
    }

    /** The text; of bytes what JMS clients of AMQP show. */
    @Override
    public String toString() {
        return value instanceof byte[] bytes ? SHOWN + HexFormat.of().withUpperCase().formatHex(bytes) : (String) value;
    }
}
