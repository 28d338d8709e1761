package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a requestId must be made of for a provider to take it as the number of an order.
 *
 * @param characters of which it is made, as the file writes them; none where it may have any
 * @param shortens   whether a short form is sent in the place of one that the provider does not take
 */
public record RequestIds(int longest, @Nullable String characters, BitSet known, boolean shortens,
        ShortForm shortForm) {

    static final Pattern RANGE = Pattern.compile("(.)-(.)");

    static final int LONGEST = 64;

    static RequestIds of(JsonNode node) {
        int longest = node.path("max-length").asInt(LONGEST);
        String characters = node.path("characters").asText(null);
        BitSet known = characters == null ? new BitSet() : set(characters);
        return new RequestIds(longest, characters, known, node.path("short-form").asBoolean(),
                ShortForm.of(longest, character -> characters == null || known.get(character)));
    }

    /**
     * Why a request with this requestId is refused, if it is.
     *
     * @param name the requestId, with its tenant before it if it has one
     */
    public @Nullable String fault(String name) {
        return shortens || isOfTenant(name) ? null : unfit(name);
    }

    /** Whether there are enough short forms for each request to have one of its own. */
    public boolean isRoomy() {
        return shortForm.isRoomy();
    }

    /**
     * What the provider is given as the number of the order: the requestId where it takes that, else a short form. Of a
     * tenant's request always a short form, of both, so that no two tenants ever have the same order there.
     *
     * @param name the requestId, with its tenant before it if it has one
     * @param nth  of those that there are, from 0, always the same ones in the same order
     */
    public String orderNumber(String name, int nth) {
        if (nth == 0 && !isOfTenant(name) && (!shortens || unfit(name) == null)) {
            return name;
        }
        if (!shortForm.isRoomy()) {
            throw new IllegalStateException("there are not enough order numbers");
        }
        return shortForm.of(name, nth);
    }

    private static boolean isOfTenant(String name) {
        return name.indexOf('/') >= 0;
    }

    /** Why the provider does not take it as the number of an order, where it does not. */
    public @Nullable String unfit(String requestId) {
        if (requestId.length() > longest) {
            return "requestId: must have no more than " + longest + " characters for this provider";
        }
        return characters == null || requestId.chars().allMatch(known::get) ? null
                : "requestId: must be made of " + characters + " for this provider";
    }

    /** Letters, digits and signs, and ranges such as {@code a-z}; a hyphen as such stands at the end. */
    private static BitSet set(String characters) {
        BitSet set = new BitSet();
        RANGE.matcher(characters).results().forEach(range -> set.set(range.group(1).charAt(0),
                Math.max(range.group(1).charAt(0), range.group(2).charAt(0)) + 1));
        RANGE.matcher(characters).replaceAll("").chars().forEach(set::set);
        return set;
    }
}
