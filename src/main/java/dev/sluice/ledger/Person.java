package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.outcome.Masking;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A phone number, a device, a name: whatever tells one person from others, and where that stands in what the ledger keeps.
 * A number is the same with a plus or without, whatever stands between its digits.
 */
public final class Person {

    /** How one is told to be there; the later, the surer. */
    public enum Fit {
        /** The masked form fits, which it does to a thousand others, and there is no hash. */
        MASKED,
        /** As it is, in any text. */
        TEXT,
        /** By the keyed hash beside a masked form. */
        HASH
    }

    private static final int SHORTEST = 4;
    private static final int SHORTEST_NUMBER = 7;
    private static final String HASH = "Hash";

    private final Set<String> spellings = new LinkedHashSet<>();
    private final Set<String> hashes = new TreeSet<>();
    private final Set<String> masked = new TreeSet<>();
    private final String digits;

    /**
     * @param hash by which the ledger hashes, where it has hashed anything
     * @throws IllegalArgumentException where it may be anybody's, with what it must be
     */
    public Person(String value, @Nullable KeyedHash hash) {
        String written = value.strip();
        digits = written.matches("[+0-9 ()./-]+") ? digits(written) : "";
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
            spellings.add(spelling.toLowerCase(Locale.ROOT));
            masked.add(Masking.number(spelling));
            if (hash != null) {
                hashes.add(hash.of(spelling));
            }
        }
    }

    /** How it stands in a text, nothing where it does not. */
    public @Nullable Fit in(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String lower = text.toLowerCase(Locale.ROOT);
        return spellings.stream().anyMatch(lower::contains)
                || !digits.isEmpty() && text.chars().noneMatch(Character::isLetter) && digits(text).contains(digits)
                        ? Fit.TEXT : masked.contains(text) ? Fit.MASKED : null;
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
