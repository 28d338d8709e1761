package dev.sluice.signing;

import java.math.BigInteger;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How bytes become text: a signature or a digest on its way out, a key or a signature on its way in. */
enum TextEncoding implements Labelled {
    HEX, HEX_UPPER, BASE64, BASE64URL, BASE64URL_PADDED, DECIMAL, PERCENT, FORM, TEXT, RAW;

    /** What a signature is written in. */
    static final Set<TextEncoding> OF_SIGNATURES = set(HEX, BASE64URL_PADDED);
    /** What {@code {digest}} is written in. */
    static final Set<TextEncoding> OF_DIGESTS = set(HEX, DECIMAL);
    /** What part of a message may be written in. */
    static final Set<TextEncoding> OF_PARTS = set(HEX, FORM);

    private static Set<TextEncoding> set(TextEncoding first, TextEncoding last) {
        return Collections.unmodifiableSet(EnumSet.range(first, last));
    }

    static Set<TextEncoding> orRaw(Set<TextEncoding> encodings) {
        EnumSet<TextEncoding> all = EnumSet.copyOf(encodings);
        all.add(RAW);
        return all;
    }

    @Override
    public String label() {
        return this == HEX_UPPER ? "HEX" : Labelled.super.label();
    }

    /** The text as bytes, or the bytes as they are. */
    byte[] bytes(byte[] bytes) {
        return this == RAW ? bytes : encode(bytes).getBytes(StandardCharsets.UTF_8);
    }

    String encode(byte[] bytes) {
        return switch (this) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case HEX_UPPER -> HexFormat.of().withUpperCase().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case BASE64URL_PADDED -> Base64.getUrlEncoder().encodeToString(bytes);
            case DECIMAL -> new BigInteger(1, bytes).toString();
            case PERCENT -> FormText.percent(Utf8.text("percent", bytes));
            case FORM -> FormText.form(Utf8.text("form", bytes));
            case TEXT, RAW -> new String(bytes, StandardCharsets.UTF_8);
        };
    }

    /**
     * The bytes of a text from outside, where it is one in this encoding. Hex in either case and base64
     * with or without padding are taken; a second spelling of the same bytes beyond that is not.
     */
    byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = switch (this) {
                case HEX, HEX_UPPER -> HexFormat.of().parseHex(text);
                case BASE64 -> Base64.getDecoder().decode(text);
                case BASE64URL, BASE64URL_PADDED -> Base64.getUrlDecoder().decode(text);
                case DECIMAL -> null;
                case PERCENT -> URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8)
                        .getBytes(StandardCharsets.UTF_8);
                case FORM -> URLDecoder.decode(text, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
                case TEXT, RAW -> text.getBytes(StandardCharsets.UTF_8);
            };
            return bytes != null && plain(encode(bytes)).equals(plain(text)) ? bytes : null;
        } catch (IllegalArgumentException notThisEncoding) {
            return null;
        }
    }

    private String plain(String text) {
        return switch (this) {
            case HEX, HEX_UPPER, PERCENT, FORM -> text.toLowerCase(Locale.ROOT);
            case BASE64, BASE64URL, BASE64URL_PADDED -> {
                int end = text.length();
                while (end > 0 && end > text.length() - 2 && text.charAt(end - 1) == '=') {
                    end--;
                }
                yield text.substring(0, end);
            }
            case DECIMAL, TEXT, RAW -> text;
        };
    }
}
