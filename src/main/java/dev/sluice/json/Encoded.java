package dev.sluice.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bytes as the text that they say they are. No encoding is guessed, and none is read around its mistakes. */
final class Encoded {

    /** Longer ones first: the mark of UTF-32LE begins with that of UTF-16LE. */
    private static final Map<byte[], Charset> MARKS = marks();

    private Encoded() {
    }

    static String utf8(byte[] bytes) throws Unreadable {
        return decoded(bytes, 0, StandardCharsets.UTF_8);
    }

    /** By their byte order mark, else as declared, else UTF-8. */
    static String text(byte[] bytes, @Nullable Charset declared) throws Unreadable {
        for (Map.Entry<byte[], Charset> mark : MARKS.entrySet()) {
            int length = mark.getKey().length;
            if (bytes.length >= length && Arrays.equals(bytes, 0, length, mark.getKey(), 0, length)) {
                return decoded(bytes, length, mark.getValue());
            }
        }
        return decoded(bytes, 0, declared == null ? StandardCharsets.UTF_8 : declared);
    }

    private static String decoded(byte[] bytes, int from, Charset charset) throws Unreadable {
        if (bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b) {
            throw new Unreadable("the body is compressed (gzip)");
        }
        try {
            return charset.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from)).toString();
        } catch (CharacterCodingException e) {
            throw new Unreadable("the body is not " + charset.name());
        }
    }

    private static Map<byte[], Charset> marks() {
        Map<byte[], Charset> marks = new LinkedHashMap<>();
        for (String name : new String[]{"UTF-32BE", "UTF-32LE", "UTF-8", "UTF-16BE", "UTF-16LE"}) {
            Charset charset = Charset.forName(name);
            marks.put("\uFEFF".getBytes(charset), charset);
        }
        return marks;
    }
}
