package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.FilePart;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * The body of a call, in the format that its provider reads.
 *
 * @param contentType what it is, where the file has no header that says otherwise
 */
record Body(byte[] bytes, String contentType) {

    /** Not even escaped (XML 1.0, section 2.2). */
    private static final Pattern NOT_OF_XML = Pattern
            .compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    static Body of(CallPlan call, JsonNode document) {
        return switch (call.format()) {
            case JSON -> of(call, Json.writePlain(Numbers.exact(document, call.numbers())));
            case FORM -> of(call, form(document, "[]"));
            case FORM_REPEATED -> of(call, form(document, ""));
            case MULTIPART -> multipart(document, call);
            case TEXT -> of(call, plain(document));
            case XML -> {
                String text = plain(document);
                if (NOT_OF_XML.matcher(text).find()) {
                    throw new CannotSend("the body", "holds a character that XML cannot have");
                }
                yield of(call, text);
            }
        };
    }

    private static Body of(CallPlan call, String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8), call.format().contentType());
    }

    private static String plain(JsonNode document) {
        if (!document.isTextual()) {
            throw new Slip("the route leaves something else than a text as the body");
        }
        return document.asText();
    }

    private static String form(JsonNode document, String listed) {
        StringBuilder form = new StringBuilder();
        fields(document, listed, (name, value) -> form.append(form.isEmpty() ? "" : "&").append(encoded(name))
                .append('=').append(encoded(value)));
        return form.toString();
    }

    /** The boundary is nobody's to guess, so that no value can hold it. */
    private static Body multipart(JsonNode document, CallPlan call) {
        String boundary = UUID.randomUUID().toString();
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        fields(document, "[]", (name, value) -> {
            FilePart file = call.files().get(name);
            write(parts, "--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + quoted(name) + "\"");
            write(parts, file == null ? "\r\n\r\n"
                    : "; filename=\"" + quoted(file.name()) + "\"\r\nContent-Type: " + file.type() + "\r\n\r\n");
            parts.writeBytes(file == null ? value.getBytes(StandardCharsets.UTF_8) : file.content(name, value));
            write(parts, "\r\n");
        });
        write(parts, "--" + boundary + "--\r\n");
        return new Body(parts.toByteArray(), call.format().contentType() + "; boundary=" + boundary);
    }

    private static void write(ByteArrayOutputStream parts, String text) {
        parts.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @param listed what the name of a list's item has behind it */
    private static void fields(JsonNode document, String listed, BiConsumer<String, String> told) {
        if (!document.isObject()) {
            throw new Slip("the route leaves something else than an object as the body, which is a form");
        }
        document.properties().forEach(field -> fields(field.getKey(), field.getValue(), listed, told));
    }

    private static void fields(String name, JsonNode value, String listed, BiConsumer<String, String> told) {
        if (value.isObject()) {
            value.properties().forEach(
                    inner -> fields(name + "[" + inner.getKey() + "]", inner.getValue(), listed, told));
        } else if (value.isArray()) {
            value.forEach(item -> fields(name + listed, item, listed, told));
        } else if (!value.isNull()) {
            told.accept(name, Json.plain(value));
        }
    }

    private static String quoted(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
