package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.CannotSend;
import dev.sluice.provider.CallPlan;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Writes the document that a call sends in the format that its provider reads. */
final class Bodies {

    /** Not even escaped (XML 1.0, section 2.2). */
    private static final Pattern NOT_OF_XML = Pattern
            .compile("[^\\t\\n\\r\\x20-\\uD7FF\\uE000-\\uFFFD\\x{10000}-\\x{10FFFF}]");

    private Bodies() {
    }

    static byte[] of(CallPlan call, JsonNode document) {
        return text(call, document).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(CallPlan call, JsonNode document) {
        return switch (call.format()) {
            case JSON -> Json.writePlain(Numbers.exact(document, call.numbers()));
            case FORM -> form(document, "[]");
            case FORM_REPEATED -> form(document, "");
            case TEXT -> plain(document);
            case XML -> {
                String text = plain(document);
                if (NOT_OF_XML.matcher(text).find()) {
                    throw new CannotSend("the body", "holds a character that XML cannot have");
                }
                yield text;
            }
        };
    }

    private static String plain(JsonNode document) {
        if (!document.isTextual()) {
            throw new Slip("the route leaves something else than a text as the body");
        }
        return document.asText();
    }

    private static String form(JsonNode document, String listed) {
        if (!document.isObject()) {
            throw new Slip("the route leaves something else than an object as the body, which is a form");
        }
        StringBuilder form = new StringBuilder();
        document.properties().forEach(field -> append(form, field.getKey(), field.getValue(), listed));
        return form.toString();
    }

    /** @param listed what the name of a list's item has behind it */
    private static void append(StringBuilder form, String name, JsonNode value, String listed) {
        if (value.isObject()) {
            value.properties()
                    .forEach(inner -> append(form, name + "[" + inner.getKey() + "]", inner.getValue(), listed));
        } else if (value.isArray()) {
            value.forEach(item -> append(form, name + listed, item, listed));
        } else if (!value.isNull()) {
            form.append(form.isEmpty() ? "" : "&").append(encoded(name)).append('=').append(encoded(value.asText()));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
