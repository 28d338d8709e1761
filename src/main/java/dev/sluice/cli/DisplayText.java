package dev.sluice.cli;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Text as columns of a terminal: East Asian characters take two, combining marks none. */
public final class DisplayText {

    private static final Set<UnicodeScript> WIDE = Set.of(
            UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

    private DisplayText() {
    }

    static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    /** At most {@code columns} wide, the rest replaced by the mark. */
    static String cut(String text, int columns, String mark) {
        if (width(text) <= columns) {
            return text;
        }
        int room = Math.max(0, columns - width(mark));
        StringBuilder kept = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            used += width(c);
            if (used > room) {
                break;
            }
            kept.appendCodePoint(c);
        }
        return kept.append(mark).toString();
    }

    /** As {@link #cut}, but it is the end that is kept. */
    static String cutFront(String text, int columns, String mark) {
        String backwards = new StringBuilder(text).reverse().toString();
        String reversedMark = new StringBuilder(mark).reverse().toString();
        return new StringBuilder(cut(backwards, columns, reversedMark)).reverse().toString();
    }

    /** In lines of at most so many columns, broken at blanks where there are some. */
    public static List<String> wrap(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+", 0)) {
            String rest = word;
            while (width(line.toString()) + (line.isEmpty() ? 0 : 1) + width(rest) > columns) {
                if (line.isEmpty()) {
                    String part = cut(rest, Math.max(2, columns), "");
                    lines.add(part);
                    rest = rest.substring(part.length());
                } else {
                    lines.add(line.toString());
                    line.setLength(0);
                }
            }
            line.append(line.isEmpty() || rest.isEmpty() ? "" : " ").append(rest);
        }
        lines.add(line.toString());
        return lines;
    }

    static String pad(String text, int columns) {
        return text + " ".repeat(Math.max(0, columns - width(text)));
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean fullWidth = c >= 0xFF01 && c <= 0xFF60 || c >= 0x3000 && c <= 0x303F || c >= 0x1F300 && c <= 0x1FAFF;
        return fullWidth || WIDE.contains(UnicodeScript.of(c)) ? 2 : 1;
    }
}
