package dev.sluice.http;

import dev.sluice.json.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a JSON document are characters: in the Unicode form that the first of them show, else in the charset
 * that is declared. The declaration is not signed, and may be a mistake; so it is believed where the document stays the
 * same one in any case: of a charset of one byte a character.
 *
 * @param declared as HTTP declares it, if it does
 */
public record Characters(@Nullable String declared) {

    private static final Pattern PARAMETER = Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})",
            Pattern.CASE_INSENSITIVE);
    /** With ASCII in its place: braces and quotes are where they are in any case. */
    private static final Pattern SINGLE_BYTE = Pattern.compile("iso-8859-\\d{1,2}|windows-125\\d|latin1",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern UNICODE = Pattern.compile("utf-?(8|16|32)(-?[lb]e)?|us-ascii|ascii",
            Pattern.CASE_INSENSITIVE);
    private static final String MARK = "\uFEFF";

    /** @param contentType the header, if there is one */
    public static Characters declaredBy(@Nullable String contentType) {
        Matcher parameter = PARAMETER.matcher(contentType == null ? "" : contentType);
        return new Characters(parameter.find() ? parameter.group(1) : null);
    }

    /**
     * Without a byte order mark.
     *
     * @throws Unreadable where the bytes are not in their charset, or in one that is not read
     */
    public String text(byte[] body) throws Unreadable {
        Charset charset = of(body);
        boolean known = declared == null || UNICODE.matcher(declared).matches() || isSingleByte();
        if (!known && charset == StandardCharsets.UTF_8 && !isAscii(body)) {
            throw new Unreadable("it is in a charset that is not read");
        }
        try {
            return unmarked(charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            throw new Unreadable("it is not " + charset.name());
        }
    }

    /** The same of bytes that cannot be read, with other characters in the place of what is none. */
    public String remains(byte[] body) {
        return unmarked(new String(body, of(body)));
    }

    /** By the byte order mark; else by the zeros about the first character of a JSON document; else as declared. */
    private Charset of(byte[] body) {
        int[] first = new int[4];
        for (int i = 0; i < first.length; i++) {
            first[i] = i < body.length ? body[i] & 0xff : -1;
        }
        if (first[0] == 0 && first[1] == 0 || first[0] == 0xff && first[1] == 0xfe && first[2] == 0 && first[3] == 0
                || first[0] > 0 && first[1] == 0 && first[2] == 0) {
            return Charset.forName(first[0] == 0 ? "UTF-32BE" : "UTF-32LE");
        }
        if (first[0] == 0xfe && first[1] == 0xff || first[0] == 0 && first[1] > 0) {
            return StandardCharsets.UTF_16BE;
        }
        if (first[0] == 0xff && first[1] == 0xfe || first[0] > 0 && first[1] == 0) {
            return StandardCharsets.UTF_16LE;
        }
        boolean marked = first[0] == 0xef && first[1] == 0xbb && first[2] == 0xbf;
        return !marked && isSingleByte() ? Charset.forName(declared) : StandardCharsets.UTF_8;
    }

    private boolean isSingleByte() {
        return declared != null && SINGLE_BYTE.matcher(declared).matches() && Charset.isSupported(declared);
    }

    private static String unmarked(String text) {
        return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
    }

    private static boolean isAscii(byte[] body) {
        for (byte unit : body) {
            if (unit < 0) {
                return false;
            }
        }
        return true;
    }
}
