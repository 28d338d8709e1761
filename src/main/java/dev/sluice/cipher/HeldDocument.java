package dev.sluice.cipher;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Format;
import dev.sluice.json.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A member of a document whose text is a document of its own, as it stands, in base64 or encrypted. The page
 * {@code config/providers/README.md} has every key.
 */
public final class HeldDocument {
    private static final List<String> ENCODINGS = List.of("text", "base64", "base64url", "hex");

    private final JsonPointer at;
    private final Format as;
    private final String encoding;
    private final @Nullable HeldCipher cipher;

    private HeldDocument(Section section) {
        this.at = pointer(section, "at");
        if (at.matches()) {
            throw section.problem("at", "must be a JSON Pointer such as /data");
        }
        this.as = section.has("as")
                ? Format.valueOf(section.oneOf("as", Stream.of(Format.values()).map(HeldDocument::label).toList())
                        .toUpperCase(Locale.ROOT))
                : Format.JSON;
        this.cipher = section.has("cipher") ? new HeldCipher(section.section("cipher")) : null;
        this.encoding = section.has("encoding") ? section.oneOf("encoding", ENCODINGS)
                : cipher == null ? "text" : "base64";
        section.done();
    }

    /** @throws CipherProblem where a key is unknown or missing or a value is wrong */
    public static List<HeldDocument> of(JsonNode list) {
        List<HeldDocument> documents = new ArrayList<>();
        list.forEach(item -> documents.add(new HeldDocument(new Section(Integer.toString(documents.size()), item))));
        return documents;
    }

    private static String label(Format format) {
        return format.name().toLowerCase(Locale.ROOT);
    }

    static JsonPointer pointer(Section section, String key) {
        try {
            return JsonPointer.compile(section.text(key));
        } catch (IllegalArgumentException noPointer) {
            throw section.problem(key, "must be a JSON Pointer such as /data");
        }
    }

    /** The name of the credential that it is encrypted with, if it is. */
    public Optional<String> credential() {
        return Optional.ofNullable(cipher).map(HeldCipher::credential);
    }

    /** @throws CannotCipher where the credential is there and no key */
    public void check(Function<String, @Nullable String> account) {
        if (cipher != null && account.apply(cipher.credential()) != null) {
            cipher.key(account::apply);
        }
    }

    /**
     * Puts the document in the place of its text. One that is not there stays away, and what is no text as it is.
     *
     * @param keys credentials by name, of each that is good at the moment
     * @throws Unreadable   where it cannot be read; its text quotes none of it
     * @throws CannotCipher where a credential is missing or no key
     */
    public void open(ObjectNode document, List<Function<String, String>> keys) throws Unreadable {
        JsonNode text = document.at(at);
        if (!text.isTextual() || !(document.at(at.head()) instanceof ObjectNode holder)) {
            return;
        }
        byte[] bytes = bytes(text.textValue());
        if (bytes == null) {
            throw new Unreadable("what " + at + " holds is not " + encoding);
        }
        holder.set(at.last().getMatchingProperty(),
                cipher == null ? read(bytes) : opened(cipher, bytes, document, keys));
    }

    /** By a key that is another some ciphers open to what is no document; what is no key may be mended. */
    private JsonNode opened(HeldCipher cipher, byte[] sealed, ObjectNode document,
            List<Function<String, String>> keys) throws Unreadable {
        CannotCipher noKey = null;
        Unreadable unread = new Unreadable("what " + at + " holds does not open");
        for (Function<String, String> key : keys) {
            try {
                return read(cipher.open(sealed, document, key));
            } catch (Unreadable e) {
                unread = e;
            } catch (CannotCipher e) {
                noKey = e.isOfKey() ? e : noKey;
            }
        }
        if (noKey != null) {
            throw noKey;
        }
        throw unread;
    }

    private JsonNode read(byte[] bytes) throws Unreadable {
        return as.read(utf8(bytes));
    }

    private byte @Nullable [] bytes(String text) {
        try {
            return switch (encoding) {
                case "base64" -> Base64Text.decode(text);
                case "base64url" -> Base64.getUrlDecoder().decode(text);
                case "hex" -> HexFormat.of().parseHex(text);
                default -> text.getBytes(StandardCharsets.UTF_8);
            };
        } catch (IllegalArgumentException notThisEncoding) {
            return null;
        }
    }

    private String utf8(byte[] bytes) throws Unreadable {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("what " + at + " holds is not UTF-8");
        }
    }
}
