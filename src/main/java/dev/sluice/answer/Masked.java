package dev.sluice.answer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger still tells of a phone number or a key: its beginning, its end and how long it is. Of a short one it
 * tells nothing.
 */
final class Masked {

    private static final char HIDDEN = '*';
    /** A longer one is a key in groups; what stands between them is hidden too and takes up to a third. */
    private static final int LONGEST_PHONE_NUMBER = 15;

    private final @Nullable Pattern key;
    private final boolean number;
    private final String begin;
    private final String end;
    private final int length;
    private final int shortest;
    private final int national;

    /** @param text as {@link dev.sluice.outcome.Masking#number} leaves it */
    Masked(String text) {
        int first = text.indexOf(HIDDEN);
        int last = text.lastIndexOf(HIDDEN);
        String before = first < 0 ? text : text.substring(0, first);
        end = text.substring(last + 1);
        begin = before.replaceFirst("^\\+", "");
        length = text.length() - (before.length() - begin.length());
        shortest = length > LONGEST_PHONE_NUMBER ? length - length / 3 : length;
        national = Personal.nationalLength(length);
        number = !begin.isEmpty() && (begin + end).chars().allMatch(Character::isDigit);
        key = number || begin.isEmpty() ? null
                : Pattern.compile(Pattern.quote(before) + ".{" + (last + 1 - first) + "}" + Pattern.quote(end),
                        Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
    }

    boolean tellsNothing() {
        return !number && key == null;
    }

    /** The text with a blank in the place of a key. */
    String blanked(String text, String blank) {
        return key == null ? text : key.matcher(text).replaceAll(Matcher.quoteReplacement(blank));
    }

    /**
     * Whether it is in these digits as a whole, or is all of them without its country code. Others that end alike are
     * rare.
     */
    boolean standsIn(String digits) {
        String significant = digits.replaceFirst("^0+", "");
        return isWholeIn(digits) || number && significant.length() >= national && significant.length() <= length
                && significant.endsWith(end);
    }

    /** Whether it may be among these digits, with or without its country code. */
    boolean mayStandIn(String digits) {
        return number && digits.indexOf(end, national - end.length()) >= 0;
    }

    /** Whether it is among these digits with all of its own. */
    boolean isWholeIn(String digits) {
        for (int at = number ? digits.indexOf(begin) : -1; at >= 0; at = digits.indexOf(begin, at + 1)) {
            int last = digits.indexOf(end, at + shortest - end.length());
            if (last >= 0 && last + end.length() - at <= length) {
                return true;
            }
        }
        return false;
    }
}
