package dev.sluice.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.http.Characters;
import dev.sluice.http.Unpacked;
import dev.sluice.json.Format;
import dev.sluice.json.Unreadable;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a webhook as it came, and what its sender says of its bytes. Neither header is signed: whatever they say,
 * no document can be made to look like another one. So they are believed only as far as the bytes bear them out.
 */
final class Received {

    static final int LARGEST = 64 << 10;

    private final byte[] bytes;
    private final @Nullable String codings;
    private final Characters characters;
    private final Unpacked unpacked;

    /** @param codings content codings, the last one outermost, if there are some */
    Received(byte[] bytes, @Nullable String codings, Characters characters) {
        this.bytes = bytes;
        this.characters = characters;
        this.unpacked = bytes.length > LARGEST ? new Unpacked(Unpacked.State.TOO_LARGE, bytes)
                : Unpacked.of(bytes, codings, LARGEST);
        this.codings = unpacked.state() == Unpacked.State.UNKNOWN ? null : codings;
    }

    /** The document that was found in it, which is UTF-8; this one where that is the body itself. */
    Received holding(byte @Nullable [] content) {
        return content == null ? this : new Received(content, null, new Characters(null));
    }

    byte[] bytes() {
        return bytes;
    }

    /** None where they are some that are not read. */
    @Nullable
    String codings() {
        return codings;
    }

    /** Where one is declared. */
    @Nullable
    String charset() {
        return characters.declared();
    }

    boolean isTooLarge() {
        return unpacked.state() == Unpacked.State.TOO_LARGE;
    }

    /** Whether it is in a coding that is not read, by what its sender says. */
    boolean isUnknown() {
        return unpacked.state() == Unpacked.State.UNKNOWN;
    }

    /**
     * The bytes that may have been signed: those that came, and those that are read, also as UTF-8. What is no more
     * than a beginning may have been signed too, and then nothing of the body is read: a signature over one part says
     * nothing of another. Where fields of a document are signed that declares its encoding itself, which need not be one
     * of them, they are those of the text that is read, and of no other.
     *
     * @param fields whether members are what is signed
     */
    List<byte[]> forms(Format format, boolean fields) {
        List<byte[]> forms = new ArrayList<>(List.of(bytes));
        byte[] document = isBroken() ? unpacked.bytes() : body();
        try {
            Charset own = own(format, document);
            if (own != null) {
                byte[] read = format.text(document, own).getBytes(StandardCharsets.UTF_8);
                if (fields) {
                    return List.of(read);
                }
                add(forms, read);
            }
        } catch (Unreadable e) {
            // Then nothing of it is read.
        }
        add(forms, document);
        try {
            add(forms, characters.text(document).getBytes(StandardCharsets.UTF_8));
        } catch (Unreadable e) {
            // Then there is no such form.
        }
        return forms;
    }

    /** Whether it was packed, and no more than its beginning could be unpacked. */
    private boolean isBroken() {
        return unpacked.state() == Unpacked.State.BROKEN && unpacked.bytes().length > 0;
    }

    private static void add(List<byte[]> forms, byte[] form) {
        if (forms.stream().noneMatch(known -> Arrays.equals(known, form))) {
            forms.add(form);
        }
    }

    /** The document, with every number as text. In anything but an object nothing has its place. */
    ObjectNode read(Format format) throws Unreadable {
        if (isBroken()) {
            throw new Unreadable("it cannot be unpacked");
        }
        Charset own = own(format, body());
        JsonNode read = format.read(own == null ? characters.text(body()) : format.text(body(), own));
        if (read instanceof ObjectNode document) {
            return document;
        }
        throw new Unreadable("it is no JSON object");
    }

    /** The encoding that the document declares itself, where HTTP declares none. */
    private @Nullable Charset own(Format format, byte[] document) throws Unreadable {
        return characters.declared() == null ? format.declaredIn(document) : null;
    }

    /** For a person: its text where it is one, else what came. */
    Object kept() {
        try {
            return characters.text(body());
        } catch (Unreadable e) {
            return bytes;
        }
    }

    /** What there is of text in it, to be searched: as far as it can be unpacked, and as it came. */
    List<String> remains() {
        return Stream.of(unpacked.bytes(), bytes).map(characters::remains).toList();
    }

    /** As it was written: unpacked, and UTF-8 where that is known to be the same. */
    byte[] document() {
        try {
            return characters.text(body()).getBytes(StandardCharsets.UTF_8);
        } catch (Unreadable e) {
            return body();
        }
    }

    /** What is called packed, and is not, was sent as it is. */
    private byte[] body() {
        return unpacked.state() == Unpacked.State.WHOLE ? unpacked.bytes() : bytes;
    }
}
