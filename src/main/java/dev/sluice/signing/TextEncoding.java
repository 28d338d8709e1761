package dev.sluice.signing;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How bytes become text: a signature or a digest on its way out, a key or a signature on its way in. */
enum TextEncoding implements Labelled {
    HEX, HEX_UPPER, BASE64, BASE64URL, BASE64URL_PADDED, TEXT, RAW;

    @Override
    public String label() {
        return this == HEX_UPPER ? "HEX" : Labelled.super.label();
    }

    String encode(byte[] bytes) {
        return switch (this) {
            case HEX -> HexFormat.of().formatHex(bytes);
            case HEX_UPPER -> HexFormat.of().withUpperCase().formatHex(bytes);
            case BASE64 -> Base64.getEncoder().encodeToString(bytes);
            case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
            case BASE64URL_PADDED -> Base64.getUrlEncoder().encodeToString(bytes);
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
                case TEXT, RAW -> text.getBytes(StandardCharsets.UTF_8);
            };
            return plain(encode(bytes)).equals(plain(text)) ? bytes : null;
        } catch (IllegalArgumentException notThisEncoding) {
            return null;
        }
    }

    private String plain(String text) {
        return switch (this) {
            case HEX, HEX_UPPER -> text.toLowerCase(Locale.ROOT);
            case BASE64, BASE64URL, BASE64URL_PADDED -> {
                int end = text.length();
                while (end > 0 && end > text.length() - 2 && text.charAt(end - 1) == '=') {
                    end--;
                }
                yield text.substring(0, end);
            }
            case TEXT, RAW -> text;
        };
    }
}
