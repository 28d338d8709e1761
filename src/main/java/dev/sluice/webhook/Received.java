package dev.sluice.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The body of a webhook as it came, and what its sender says of its bytes. Neither header is signed: whatever they say,
 * no document can be made to look like another one. So they are believed only as far as the bytes bear them out.
 *
 * @param encoding content encodings, null for none
 * @param charset  null where none is declared
 */
record Received(byte[] bytes, String encoding, String charset) {

    static final int LARGEST = 64 << 10;

    private static final Pattern CHARSET = Pattern.compile(";\\s*charset\\s*=\\s*\"?([A-Za-z0-9._:+-]{1,40})", Pattern.CASE_INSENSITIVE);
    /** Of one byte a character, with ASCII in its place: braces and quotes are where they are in any case. */
    private static final Pattern SINGLE_BYTE = Pattern.compile("iso-8859-\\d{1,2}|windows-125\\d|latin1", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNICODE = Pattern.compile("utf-?(8|16|32)([lb]e)?|us-ascii|ascii", Pattern.CASE_INSENSITIVE);

    static String charset(String contentType) {
        Matcher declared = CHARSET.matcher(contentType == null ? "" : contentType);
        return declared.find() ? declared.group(1) : null;
    }

    Unpacked unpacked() {
        return Unpacked.of(bytes, encoding, LARGEST);
    }

    /** The bytes that may have been signed: those that came, those that were packed, and these as UTF-8. */
    List<byte[]> forms() {
        List<byte[]> forms = new ArrayList<>(List.of(bytes));
        add(forms, unpacked().bytes());
        for (byte[] form : List.copyOf(forms)) {
            try {
                add(forms, text(form).getBytes(StandardCharsets.UTF_8));
            } catch (Unreadable e) {
                // Then there is no such form.
            }
        }
        return forms;
    }

    private static void add(List<byte[]> forms, byte[] form) {
        if (forms.stream().noneMatch(known -> Arrays.equals(known, form))) {
            forms.add(form);
        }
    }

    /** The document, with every number as text. */
    JsonNode read() throws Unreadable {
        return Json.read(text(body()), Json.Numbers.ALL_AS_TEXT);
    }

    /** For a person: its text where it is one, else what came. */
    Object kept() {
        try {
            return text(body());
        } catch (Unreadable e) {
            return bytes;
        }
    }

    /** What there is of text in it, to be searched: as far as it can be unpacked, and as it came. */
    List<String> remains() {
        return Stream.of(unpacked().bytes(), bytes).map(body -> new String(body, seen(body)).replaceFirst("^\uFEFF", "")).toList();
    }

    /** What is called packed, and is not, was sent as it is. */
    private byte[] body() {
        Unpacked unpacked = unpacked();
        return unpacked.state() == Unpacked.State.WHOLE ? unpacked.bytes() : bytes;
    }

    private String text(byte[] body) throws Unreadable {
        Charset seen = seen(body);
        boolean declared = charset == null || UNICODE.matcher(charset).matches() || SINGLE_BYTE.matcher(charset).matches();
        if (!declared && seen == StandardCharsets.UTF_8 && !isAscii(body)) {
            throw new Unreadable("it is in a charset that is not read");
        }
        try {
            String text = seen.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Unreadable("it is not " + seen.name());
        }
    }

    /** By its byte order mark; else by the zeros about the first character of a JSON document; else as declared. */
    private Charset seen(byte[] body) {
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
        return !marked && charset != null && SINGLE_BYTE.matcher(charset).matches() && Charset.isSupported(charset)
                ? Charset.forName(charset) : StandardCharsets.UTF_8;
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
