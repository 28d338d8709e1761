package dev.sluice.signing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Text to bytes without the silent question mark: two different texts never give the same bytes. */
final class Utf8 {
    private Utf8() {
    }

    static byte[] bytes(String field, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException halfACharacter) {
            throw new CannotSign(field, "holds half a character");
        }
    }

    static String text(String field, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notUtf8) {
            throw new CannotSign(field, "is not UTF-8");
        }
    }

    static void write(ByteArrayOutputStream out, String field, String text) {
        out.writeBytes(bytes(field, text));
    }
}
