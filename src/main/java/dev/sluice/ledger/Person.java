package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.Masking;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A phone number, a device, a name: whatever tells one person from others, and where that stands in what the ledger keeps.
 * A number is the same with a plus or without, whatever stands between its digits.
 */
public final class Person {

    /** How one is told to be there; the later, the surer. */
    public enum Fit {
        /**
         * The masked form fits, which it does to a thousand others, and there is no hash; or the value stands in a text
         * beside what it may be a part of: a number's other digits, a longer address, an underscore.
         */
        MASKED,
        /** As it is, in any text, with no letter or digit before or behind it. */
        TEXT,
        /** By the keyed hash beside a masked form. */
        HASH
    }

    private static final int SHORTEST = 4;
    private static final int SHORTEST_NUMBER = 7;
    private static final String HASH = "Hash";
    private static final String BEFORE = "(?<![\\p{L}\\p{M}\\p{N}])";
    private static final String BEHIND = "(?![\\p{L}\\p{M}\\p{N}])";
    private static final String NO_WORD_BEFORE = "(?<![\\p{L}\\p{M}\\p{N}_])";
    private static final String NO_WORD_BEHIND = "(?![\\p{L}\\p{M}\\p{N}_])";
    private static final String NO_ADDRESS_BEFORE = "(?<![._+-])";
    private static final String NO_ADDRESS_BEHIND = "(?![.-][\\p{L}\\p{N}])";
    private static final String SEPARATORS = " \\u00a0\\u202f()./\\p{Pd}";
    /** What may stand between a number's digits, though not without end, which looking back would not bear. */
    private static final String BETWEEN = "[" + SEPARATORS + "]{0,8}";
    private static final String ANYTHING_BETWEEN = "[^\\p{L}\\p{N}]{0,8}";
    private static final String NO_DIGIT_BEFORE = "(?<!\\p{N}" + BETWEEN + ")(?<!\\p{N},)";
    private static final String NO_DIGIT_BEHIND = "(?!" + BETWEEN + "\\p{N})(?!,\\p{N})";

    private final Pattern sure;
    private final Pattern possible;
    private final Set<String> hashes = new TreeSet<>();
    private final Set<String> masked = new TreeSet<>();

    /**
     * @param hash by which the ledger hashes, where it has hashed anything
     * @throws IllegalArgumentException where it may be anybody's, with what it must be
     */
    public Person(String value, @Nullable KeyedHash hash) {
        String written = value.strip();
        String digits = written.matches("[+0-9" + SEPARATORS + "]+") ? digits(written) : "";
        if (written.length() < SHORTEST || !written.equals(written.replaceAll("\\R", "")) || !digits.isEmpty()
                && digits.length() < SHORTEST_NUMBER) {
            throw new IllegalArgumentException("must be one line with one value of 4 characters or more, of a number 7"
                    + " digits or more: a shorter one stands in what is others'");
        }
        Set<String> exact = new LinkedHashSet<>(Set.of(written));
        if (!digits.isEmpty()) {
            exact.add(digits);
            exact.add("+" + digits);
        }
        for (String spelling : exact) {
            masked.add(Masking.number(spelling));
            if (hash != null) {
                hashes.add(hash.of(spelling));
            }
        }
        String name = Pattern.quote(written);
        possible = pattern(BEFORE, digits.isEmpty() ? name : number(digits, ANYTHING_BETWEEN), BEHIND);
        if (!digits.isEmpty()) {
            sure = pattern(NO_DIGIT_BEFORE + NO_WORD_BEFORE, number(digits, BETWEEN), NO_WORD_BEHIND + NO_DIGIT_BEHIND);
        } else if (written.contains("@")) {
            sure = pattern(NO_ADDRESS_BEFORE + NO_WORD_BEFORE, name, NO_WORD_BEHIND + NO_ADDRESS_BEHIND);
        } else {
            sure = pattern(NO_WORD_BEFORE, name, NO_WORD_BEHIND);
        }
    }

    private static Pattern pattern(String before, String value, String behind) {
        return Pattern.compile(before + value + behind, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** Also as it is dialled from abroad. */
    private static String number(String digits, String between) {
        return "(?:0" + between + "0" + between + ")?" + String.join(between, digits.split(""));
    }

    /** How it stands in a text, nothing where it does not. */
    public @Nullable Fit in(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (sure.matcher(text).find()) {
            return Fit.TEXT;
        }
        return masked.contains(text) || possible.matcher(text).find() ? Fit.MASKED : null;
    }

    /** The surest of how it stands anywhere in a document. Where a masked form has a hash beside it, that decides. */
    public @Nullable Fit in(JsonNode document) {
        if (document.isValueNode()) {
            return in(document.asText());
        }
        Fit surest = null;
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            if (!isHash(document, member.getKey())) {
                JsonNode hash = document.get(member.getKey() + HASH);
                surest = surest(surest, hash == null ? in(member.getValue())
                        : hashes.contains(hash.asText()) ? Fit.HASH : null);
            }
        }
        if (document.isArray()) {
            for (JsonNode element : document) {
                surest = surest(surest, in(element));
            }
        }
        return surest;
    }

    /** Whether the document has somebody else of the same masked form, so that this form is not told by it. */
    boolean isAnotherIn(JsonNode document) {
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            JsonNode hash = document.get(member.getKey() + HASH);
            if (hash != null ? masked.contains(member.getValue().asText()) && !hashes.contains(hash.asText())
                    : isAnotherIn(member.getValue())) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Fit surest(@Nullable Fit one, @Nullable Fit other) {
        return one == null || other != null && other.compareTo(one) > 0 ? other : one;
    }

    private static boolean isHash(JsonNode document, String name) {
        return name.endsWith(HASH) && document.has(name.substring(0, name.length() - HASH.length()));
    }

    private static String digits(String text) {
        return text.replaceAll("[^0-9]", "");
    }
}
