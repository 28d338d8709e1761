package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.BitSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a requestId must be made of for a provider to take it as the number of an order.
 *
 * @param characters of which it is made, as the file writes them; none where it may have any
 */
public record RequestIds(int longest, @Nullable String characters, BitSet known) {

    static final Pattern RANGE = Pattern.compile("(.)-(.)");

    private static final int LONGEST = 64;

    static RequestIds of(JsonNode node) {
        String characters = node.path("characters").asText(null);
        return new RequestIds(node.path("max-length").asInt(LONGEST), characters,
                characters == null ? new BitSet() : set(characters));
    }

    /** What is wrong with one, if anything. */
    public @Nullable String fault(String requestId) {
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
