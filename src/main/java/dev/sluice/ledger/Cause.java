package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.text.Fingerprint;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Why a request needs a person. Texts that differ in nothing but numbers and ids are one cause, but not where the number
 * is a code.
 *
 * @param text        in words
 * @param codes       the provider's code and status, and that of HTTP, as far as there are any
 * @param fingerprint of the operation, the codes and the text
 */
public record Cause(String text, List<String> codes, String fingerprint) {

    /** How a fingerprint is written. */
    public static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{8}");

    /** Where Sluice's own words of an answer have its codes. */
    private static final Pattern TOLD = Pattern.compile("the provider answers (HTTP [0-9]+(, code [^,:]*)?|with [^,]*)"
            + "|it is [A-Z]+ \\(status [^)]*\\)");

    public static Cause of(Need need) {
        String text = text(need);
        List<String> codes = codes(need, text);
        return new Cause(text, codes, Fingerprint.of(
                Stream.concat(Stream.of(need.request().operation()), codes.stream()).toList(), text));
    }

    /** The text, and the codes that are not in it. */
    public String shown() {
        String beside = codes.stream().filter(code -> !text.contains(code)).collect(Collectors.joining(", "));
        return beside.isEmpty() ? text : text + " (" + beside + ")";
    }

    private static List<String> codes(Need need, String text) {
        String status = need.request().providerStatus();
        Stream<String> own = Stream.of(error(need.result()).path("code").asText(""), status == null ? "" : status);
        Stream<String> told = TOLD.matcher(text).results().map(MatchResult::group);
        return Stream.concat(own, told).filter(code -> !code.isEmpty()).toList();
    }

    private static String text(Need need) {
        String said = need.said();
        return switch (need.kind()) {
            case CONTRADICTED -> "it ended " + need.request().status() + "; the provider says: " + said;
            case DOUBTED -> "an answer repeated otherwise: " + said;
            case UNHEARD -> "it may have been sent, and nothing was heard of it since";
            case SILENT -> said == null ? "nothing was heard of it" : said;
            case UNSENT -> String.valueOf(said);
            case UNRESOLVED, UNKNOWN, UNKNOWN_LONG -> words(need.result(), need.request().lastAsk());
        };
    }

    private static String words(@Nullable String result, @Nullable String lastAsk) {
        if (lastAsk != null) {
            return lastAsk;
        }
        JsonNode error = error(result);
        return Stream.of("category", "code", "message").map(member -> error.path(member).asText(""))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    private static JsonNode error(@Nullable String result) {
        return result == null ? Json.object() : Json.own(result).path("error");
    }
}
