package dev.sluice.text;

/**
 * Text of others as it is shown: in a log line, on a terminal, in the words of a result. What a reader does not see,
 * but a terminal, a log or a browser obeys, stands there as JSON writes it, such as {@code \n} for a line break:
 * control characters (C0, DEL, C1), line and paragraph separators, format characters (bidirectional and zero-width
 * ones, tags), unpaired surrogates, and code points that are no characters. All others stay. What is shown can be shown
 * again.
 */
public final class Shown {

    /** Longest text that is shown, where nothing else is said. */
    public static final int LONGEST = 1_000;

    private static final String ELLIPSIS = "…";

    private Shown() {
    }

    /** On one line, at most {@link #LONGEST} long. */
    public static String line(String text) {
        return line(text, LONGEST);
    }

    /** On one line; at most so many {@code char}s, of which the last is an ellipsis where something was cut off. */
    public static String line(String text, int longest) {
        // A library's text may be null against what its type says, and what shows it is no place to fail.
        if (text == null || text.length() <= longest && harmless(text)) {
            return text;
        }
        return shown(text, longest, true);
    }

    /** As a whole. */
    public static String whole(String text) {
        return line(text, Integer.MAX_VALUE);
    }

    /** A JSON document as it was written, on one line, with nothing in it that is obeyed: the same data. */
    public static String json(String document) {
        // Between its tokens a line break is a blank, and inside of a string there is none.
        String line = document.replaceAll("[\\t\\r\\n]+", " ");
        return harmless(line) ? line : shown(line, Integer.MAX_VALUE, false);
    }

    /** As it is, but for half a character (an unpaired surrogate), for which no encoding has bytes. */
    public static String encodable(String text) {
        if (isPlain(text) || text.codePoints().noneMatch(Shown::half)) {
            return text;
        }
        StringBuilder whole = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(codePoint -> {
            if (half(codePoint)) {
                escape(whole, codePoint, false);
            } else {
                whole.appendCodePoint(codePoint);
            }
        });
        return whole.toString();
    }

    private static boolean half(int codePoint) {
        return Character.getType(codePoint) == Character.SURROGATE;
    }

    private static boolean harmless(String text) {
        return isPlain(text) || text.codePoints().noneMatch(Shown::obeyed);
    }

    /** Visible ASCII and blanks alone, as most texts are. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean obeyed(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> false;
        };
    }

    private static String shown(String text, int longest, boolean letters) {
        StringBuilder shown = new StringBuilder(Math.min(text.length(), longest) + 16);
        int fits = 0;
        for (int i = 0; i < text.length() && shown.length() <= longest;) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (obeyed(codePoint)) {
                escape(shown, codePoint, letters);
            } else {
                shown.appendCodePoint(codePoint);
            }
            if (shown.length() < longest) {
                fits = shown.length();
            }
        }
        if (shown.length() > longest) {
            shown.setLength(fits);
            shown.append(ELLIPSIS);
        }
        return shown.toString();
    }

    private static void escape(StringBuilder shown, int codePoint, boolean letters) {
        int letter = letters ? "\n\r\t".indexOf(codePoint) : -1;
        if (letter >= 0) {
            shown.append('\\').append("nrt".charAt(letter));
            return;
        }
        for (char unit : Character.toChars(codePoint)) {
            shown.append(String.format("\\u%04x", (int) unit));
        }
    }
}
