package dev.sluice.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the parser has against a text, in words of ours: what it says itself quotes the text. What is JSON and goes
 * beyond a limit is told from what is none.
 */
final class Complaint {

    /** Said of values by {@link Strict}, and of names by the parser itself. */
    static final String HALF_A_CHARACTER = "a text holds half a character (an unpaired surrogate)";

    private static final Map<String, String> LIMITS = limits();
    private static final Map<String, String> MISTAKES = mistakes();

    private Complaint() {
    }

    static String about(JsonProcessingException e, JsonLocation token) {
        String said = String.valueOf(e.getOriginalMessage());
        String what = e instanceof StreamConstraintsException ? first(LIMITS, said, "it goes beyond a limit of what"
                + " is read")
                : first(MISTAKES, said, "it is not JSON");
        JsonLocation place = e.getLocation() == null ? token : e.getLocation();
        return what + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static String first(Map<String, String> table, String said, String otherwise) {
        return table.entrySet().stream().filter(entry -> said.startsWith(entry.getKey())).map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    private static Map<String, String> limits() {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("Number", "a number has more than " + Json.MOST_DIGITS + " digits");
        limits.put("Document nesting", "nesting is deeper than " + Json.MAX_DEPTH);
        limits.put("Token count", "it has more than " + Json.MOST_TOKENS + " names and values");
        limits.put("Name", "a member's name is longer than " + Json.LONGEST_NAME + " characters");
        limits.put("String", "a text is longer than " + Json.LONGEST_TEXT + " characters");
        return limits;
    }

    private static Map<String, String> mistakes() {
        Map<String, String> mistakes = new LinkedHashMap<>();
        mistakes.put("Unexpected end-of-input", "the JSON ends too early");
        mistakes.put("Duplicate field", "a member is repeated");
        mistakes.put("Non-standard token", "NaN and Infinity are no numbers of JSON");
        mistakes.put("Unexpected character ('/'", "it has a slash outside of its texts, perhaps a comment");
        mistakes.put("Illegal unquoted character", "a text holds a control character that is not escaped");
        mistakes.put("Unrecognized character escape", "a text holds an escape that JSON does not know");
        mistakes.put("Broken surrogate", HALF_A_CHARACTER);
        mistakes.put("Unexpected low surrogate", HALF_A_CHARACTER);
        mistakes.put("Invalid numeric value: Leading zeroes", "a number begins with a zero");
        return mistakes;
    }
}
