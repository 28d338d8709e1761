package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** How the body of a call is written. */
public enum BodyFormat {
    /** A JSON document. */
    JSON("application/json;charset=utf-8"),
    /** {@code a=1&b[c]=2&d[]=3}, percent-encoded. */
    FORM("application/x-www-form-urlencoded"),
    /** The same with {@code d=3&d=4} for a list. */
    FORM_REPEATED("application/x-www-form-urlencoded"),
    /** {@code multipart/form-data} (RFC 7578) of the same names, each a part with a text. */
    MULTIPART("multipart/form-data"),
    /** A text as it is. */
    TEXT("text/plain;charset=utf-8"),
    /** A text in which what a place stands for is escaped. */
    XML("application/xml;charset=utf-8");

    private final String contentType;

    BodyFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The media type, where the file's {@code headers} have no other. */
    public String contentType() {
        return contentType;
    }

    /** Whether the body is one text, and no document. */
    public boolean isText() {
        return this == TEXT || this == XML;
    }

    /** That of a call: its own, else its provider's. */
    static BodyFormat of(JsonNode file, JsonNode call) {
        String text = call.path("body-format").asText(file.path("body-format").asText("json"));
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As a file writes it. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a signature that takes bodies for {@code json}, {@code form} or {@code xml} finds fields in it. */
    boolean isReadAs(String format) {
        return switch (this) {
            case JSON, XML -> format.equals(label());
            case FORM, FORM_REPEATED -> format.equals("form");
            case MULTIPART, TEXT -> false;
        };
    }
}
