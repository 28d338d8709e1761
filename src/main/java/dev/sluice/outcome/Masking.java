package dev.sluice.outcome;

import dev.sluice.text.Shown;
import java.util.regex.Pattern;

/** Keeps phone numbers, PINs and the like out of what is stored, published and logged. */
public final class Masking {

    // Of any script, or as full-width, circled and the like.
    private static final String DIGIT = "[\\p{Nd}\\p{No}]";
    private static final String BETWEEN = "[^\\p{L}\\p{Nd}\\p{No}]{0,3}+";
    private static final String BETWEEN_GROUPS = "[ ()./\\p{Z}\\p{Cc}\\p{Cf}-]?+";
    // Possessive, for else a row of thousands of digits would overflow the stack.
    private static final Pattern DIGITS = Pattern.compile("\\+?" + DIGIT + "++");
    private static final Pattern LONG_NUMBER = Pattern.compile("\\+?" + DIGIT + "(?:" + BETWEEN + DIGIT + "){3,}+");
    private static final Pattern PHONE_NUMBER = Pattern
            .compile("(?!\\d{4}-\\d\\d-\\d\\d)\\+?" + DIGIT + "(?:" + BETWEEN_GROUPS + DIGIT + "){6,}+");
    private static final String HIDDEN = "****";
    private static final int LONGEST_TEXT = 200;

    private Masking() {
    }

    /** A phone number or card number with its first three and last two characters left. */
    public static String number(String text) {
        return text.length() < 8 ? "*".repeat(text.length())
                : text.substring(0, 3) + "*".repeat(text.length() - 5) + text.substring(text.length() - 2);
    }

    /** A text in which no digit is left. */
    public static String digits(String text) {
        return DIGITS.matcher(text).replaceAll(HIDDEN);
    }

    /**
     * A text of a provider, shortened, in which no run of four or more digits is left, whatever stands between two of
     * them but letters.
     */
    public static String text(String text) {
        return shortened(LONG_NUMBER, text);
    }

    /** A text of a person, shortened, in which no number is left that is long enough for a phone number. */
    public static String remark(String text) {
        return shortened(PHONE_NUMBER, text);
    }

    private static String shortened(Pattern hidden, String text) {
        return Shown.line(hidden.matcher(text).replaceAll(HIDDEN).strip(), LONGEST_TEXT);
    }
}
