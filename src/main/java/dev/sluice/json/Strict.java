package dev.sluice.json;

import java.math.BigDecimal;

/** What RFC 7493 and good sense ask of texts and numbers beyond the grammar of JSON. */
final class Strict {

    private static final int LARGEST_EXPONENT = 1_000;

    private Strict() {
    }

    /**
     * A byte order mark, and the zeros of an encoding of two or four bytes a character, would only seem to be no JSON.
     */
    static String plain(String document) throws Unreadable {
        if (document.startsWith("\uFEFF")) {
            throw new Unreadable("it begins with a byte order mark");
        }
        if (document.indexOf('\0') >= 0) {
            throw new Unreadable("it holds characters of number zero (NUL), as UTF-16 and UTF-32 do; it must be UTF-8");
        }
        return document;
    }

    static String text(String text) throws Unreadable {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new Unreadable(Complaint.HALF_A_CHARACTER);
            }
        }
        return text;
    }

    /** A dozen characters are enough for a number whose digits fill the memory of whoever writes them out. */
    static BigDecimal number(BigDecimal number) throws Unreadable {
        if (Math.abs((long) number.scale()) > LARGEST_EXPONENT) {
            throw new Unreadable("a number is out of all bounds");
        }
        return number;
    }
}
