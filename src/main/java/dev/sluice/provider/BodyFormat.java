package dev.sluice.provider;

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

    static BodyFormat of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
