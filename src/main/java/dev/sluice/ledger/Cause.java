package dev.sluice.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Status;
import dev.sluice.text.Fingerprint;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** What tells the cause of a request {@code r} of which nothing else is needed. */
    static final String COLUMNS = "r.family, r.request_id, r.status, r.operation, r.doubted, r.begun, r.provider_status,"
            + " r.last_ask, " + Needs.FOLLOW_UP + " AS follow_up, (SELECT n.result FROM journal n"
            + " WHERE n.family = r.family AND n.request_id = r.request_id AND n.sequence = r.sequence"
            + " AND n.sequence > 0) AS result";

    /** How a fingerprint is written. */
    public static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{8}");

    /** Where Sluice's own words of an answer have its codes. */
    private static final Pattern TOLD = Pattern.compile("the provider answers (HTTP [0-9]+(, code [^,:]*)?|with [^,]*)"
            + "|it is [A-Z]+ \\(status [^)]*\\)");

    public static Cause of(Need need) {
        RequestRow request = need.request();
        return of(need.kind(), request.operation(), request.status(), request.providerStatus(), request.lastAsk(),
                need.result(), need.said());
    }

    /** The same of a request as {@link #COLUMNS} has it; of one that goes on, for what its last ask was told. */
    static Cause of(ResultSet row) throws SQLException {
        String status = row.getString("status");
        String doubted = row.getString("doubted");
        boolean unresolved = Status.UNRESOLVED.name().equals(status);
        Need.Kind kind = status == null ? row.getInt("begun") > 0 ? Need.Kind.UNHEARD : Need.Kind.SILENT
                : !unresolved ? Need.Kind.UNKNOWN : doubted != null ? Need.Kind.DOUBTED : Need.Kind.UNRESOLVED;
        return of(kind, row.getString("operation"), status, row.getString("provider_status"),
                row.getString("last_ask"), row.getString("result"),
                status == null ? Needs.unsent(row.getString("follow_up")) : doubted);
    }

    private static Cause of(Need.Kind kind, String operation, @Nullable String status, @Nullable String providerStatus,
            @Nullable String lastAsk, @Nullable String result, @Nullable String said) {
        String text = switch (kind) {
            case CONTRADICTED -> "it ended " + status + "; the provider says: " + said;
            case DOUBTED -> "an answer repeated otherwise: " + said;
            case UNHEARD -> "it may have been sent, and nothing was heard of it since";
            case SILENT -> said == null ? "nothing was heard of it" : said;
            case UNSENT -> String.valueOf(said);
            case UNRESOLVED, UNKNOWN, UNKNOWN_LONG -> lastAsk != null ? lastAsk : words(result);
        };
        List<String> codes = codes(providerStatus, result, text);
        return new Cause(text, codes,
                Fingerprint.of(Stream.concat(Stream.of(operation), codes.stream()).toList(), text));
    }

    /** The text, and those codes of the provider's that are not in it. */
    public String shown() {
        String beside = codes.stream().filter(code -> !names(text, code)).collect(Collectors.joining(", "));
        return beside.isEmpty() ? text : text + " (provider: " + beside + ")";
    }

    private static boolean names(String text, String code) {
        return Pattern.compile("(?<![A-Za-z0-9])" + Pattern.quote(code) + "(?![A-Za-z0-9])").matcher(text).find();
    }

    private static List<String> codes(@Nullable String providerStatus, @Nullable String result, String text) {
        Stream<String> own = Stream.of(error(result).path("code").asText(""),
                providerStatus == null ? "" : providerStatus);
        Stream<String> told = TOLD.matcher(text).results().map(MatchResult::group);
        return Stream.concat(own, told).filter(code -> !code.isEmpty()).toList();
    }

    private static String words(@Nullable String result) {
        JsonNode error = error(result);
        return Stream.of("category", "code", "message").map(member -> error.path(member).asText(""))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining(" "));
    }

    private static JsonNode error(@Nullable String result) {
        return result == null ? Json.object() : Json.own(result).path("error");
    }
}
