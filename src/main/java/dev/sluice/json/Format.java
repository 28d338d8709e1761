package dev.sluice.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/**
 * What a document of a provider is written in. Whichever it is, it becomes members with texts: of a form its names, of
 * XML its elements.
 */
public enum Format {

    JSON, FORM, XML;

    /**
     * An answer, in whatever encoding it says that it is.
     *
     * @param declared the encoding that HTTP declares, if any
     * @throws Unreadable where it is none in this format; its text quotes none of it
     */
    public JsonNode answer(byte[] bytes, @Nullable Charset declared, Json.Numbers numbers) throws Unreadable {
        return switch (this) {
            case JSON -> Json.answer(bytes, declared, numbers);
            case FORM -> FormDocument.read(Encoded.text(bytes, declared));
            case XML -> XmlDocument.read(Encoded.text(bytes, XmlDocument.charset(bytes, declared)));
        };
    }

    /**
     * The encoding that a document itself declares, where this format has a place for that.
     *
     * @throws Unreadable where it is none that is known
     */
    public @Nullable Charset declaredIn(byte[] bytes) throws Unreadable {
        return this == XML ? XmlDocument.charset(bytes, null) : null;
    }

    /**
     * The text of a document by its byte order mark, else in the encoding that it declares.
     *
     * @throws Unreadable where it is not in that
     */
    public String text(byte[] bytes, Charset declared) throws Unreadable {
        return Encoded.text(bytes, declared);
    }

    /**
     * A text of one document, whose numbers become texts too.
     *
     * @throws Unreadable as {@link #answer}
     */
    public JsonNode read(String text) throws Unreadable {
        return switch (this) {
            case JSON -> Json.read(text, Json.Numbers.ALL_AS_TEXT);
            case FORM -> FormDocument.read(text);
            case XML -> XmlDocument.read(text);
        };
    }
}
