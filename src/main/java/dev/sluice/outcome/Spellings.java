package dev.sluice.outcome;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The spellings of secrets that tell them as well as they are: in other cases, with anything between their letters and
 * digits but those (each of ASCII), escaped as for an address, HTML or JSON, in hexadecimal digits, and in Base64, also in
 * the middle of it.
 */
final class Spellings {

    private static final Pattern ESCAPED = Pattern.compile("(?:%|\\\\u00|\\\\x)(?<hex>[0-9a-f]{2})"
            + "|&#x(?<html>[0-9a-f]{1,4});|&#(?<decimal>[0-9]{1,5});|&[a-z]{2,8};", Pattern.CASE_INSENSITIVE);

    private static final int LONG_NUMBER = 12;

    private final List<String> folded;
    private final int shortest;

    /** @param shortest letters and digits of one that counts */
    Spellings(Collection<String> secrets, int shortest) {
        folded = secrets.stream().flatMap(Spellings::of).map(spelling -> new Folded(spelling).letters())
                .filter(letters -> letters.length() >= shortest).distinct()
                .sorted(Comparator.comparing(String::length).reversed()).toList();
        this.shortest = folded.isEmpty() ? Integer.MAX_VALUE : folded.get(folded.size() - 1).length();
    }

    /** The text with a blank in the place of each. */
    String blanked(String text, String blank) {
        if (text.length() < shortest) {
            return text;
        }
        Folded in = new Folded(text);
        String all = in.letters();
        BitSet found = new BitSet();
        for (String letters : folded) {
            for (int at = all.indexOf(letters); at >= 0; at = all.indexOf(letters, at + 1)) {
                if (!isShortNumber(letters) || !isWithinNumber(all, at, at + letters.length())) {
                    found.set(in.begin(at), in.end(at + letters.length() - 1));
                }
            }
        }
        StringBuilder blanked = new StringBuilder();
        int shown = 0;
        for (int begin = found.nextSetBit(0); begin >= 0; begin = found.nextSetBit(shown)) {
            blanked.append(text, shown, begin).append(blank);
            shown = found.nextClearBit(begin);
        }
        return blanked.append(text, shown, text.length()).toString();
    }

    /** One, such as the number of an account, that stands within longer numbers by chance, and is none of them. */
    static boolean isShortNumber(String secret) {
        return secret.length() < LONG_NUMBER && secret.chars().allMatch(sign -> sign >= '0' && sign <= '9');
    }

    private static boolean isWithinNumber(String text, int begin, int end) {
        return begin > 0 && Character.isDigit(text.charAt(begin - 1))
                || end < text.length() && Character.isDigit(text.charAt(end));
    }

    private static Stream<String> of(String secret) {
        byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
        return Stream.concat(Stream.of(secret, HexFormat.of().formatHex(bytes)),
                Stream.of(0, 1, 2).map(before -> base64(bytes, before)));
    }

    /** What of its Base64 nothing before or behind it changes, where so many bytes stand before it. */
    private static String base64(byte[] secret, int before) {
        byte[] bytes = new byte[before + secret.length];
        System.arraycopy(secret, 0, bytes, before, secret.length);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return encoded.substring((before * Byte.SIZE + 5) / 6, bytes.length * Byte.SIZE / 6);
    }

    /** A text's letters and digits in one case, with the place of each. */
    private static final class Folded {

        private final StringBuilder letters = new StringBuilder();
        private final int[] begins;
        private final int[] ends;

        Folded(String text) {
            begins = new int[text.length()];
            ends = new int[text.length()];
            Matcher escapes = ESCAPED.matcher(text);
            boolean more = text.chars().anyMatch(sign -> sign == '%' || sign == '\\' || sign == '&') && escapes.find();
            for (int i = 0; i < text.length();) {
                boolean escaped = more && escapes.start() == i;
                int sign = escaped ? unescaped(escapes) : text.codePointAt(i);
                int end = escaped ? escapes.end() : i + Character.charCount(sign);
                if (sign < 128 && Character.isLetterOrDigit(sign)) {
                    begins[letters.length()] = i;
                    ends[letters.length()] = end;
                    letters.append((char) Character.toLowerCase(sign));
                }
                i = end;
                more = escaped ? escapes.find() : more;
            }
        }

        /** One that is given by name is no letter of a credential. */
        private static int unescaped(Matcher escape) {
            return escape.group("hex") != null ? Integer.parseInt(escape.group("hex"), 16)
                    : escape.group("html") != null ? Integer.parseInt(escape.group("html"), 16)
                            : escape.group("decimal") != null ? Integer.parseInt(escape.group("decimal")) : ' ';
        }

        String letters() {
            return letters.toString();
        }

        int begin(int at) {
            return begins[at];
        }

        int end(int at) {
            return ends[at];
        }
    }
}
