package dev.sluice.cli.attempt;

import dev.sluice.text.Shown;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes and texts of which every one is to be seen: a line end as {@code \n}, a blank at an end as {@code ␠}. */
final class Visible {

    private Visible() {
    }

    static String text(byte[] bytes) {
        try {
            return text(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            return "(hex) " + HexFormat.of().formatHex(bytes);
        }
    }

    static String text(String text) {
        String stripped = text.strip();
        if (stripped.length() == text.length() || stripped.isEmpty()) {
            return Shown.whole(stripped.isEmpty() ? text.replace(' ', '␠') : text);
        }
        int begins = text.indexOf(stripped);
        return Shown.whole(text.substring(0, begins).replace(' ', '␠') + stripped
                + text.substring(begins + stripped.length()).replace(' ', '␠'));
    }
}
