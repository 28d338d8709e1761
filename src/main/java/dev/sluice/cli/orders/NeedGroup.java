package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.NextCommand;
import dev.sluice.intake.Fingerprint;
import dev.sluice.json.Json;
import dev.sluice.ledger.Need;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.RequestRow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Requests of one account that need a person for the same reason. */
final class NeedGroup {

    /**
     * What they have in common: texts that differ in nothing but numbers and ids are one cause, but not where the
     * number is a code.
     *
     * @param codes       the provider's code and status, and that of HTTP, as far as there are any
     * @param fingerprint of the operation, the codes and the text
     */
    record Of(Need.Kind kind, String provider, String account, String operation, List<String> codes,
            String fingerprint) {
    }

    private static final int NAMED = 3;
    /** Where Sluice's own words of an answer have its codes. */
    private static final Pattern TOLD = Pattern.compile("the provider answers (HTTP [0-9]+(, code [^,:]*)?|with [^,]*)"
            + "|it is [A-Z]+ \\(status [^)]*\\)");

    private final Of of;
    private final String cause;
    private final List<RequestRow> first = new ArrayList<>();
    private final Amounts amounts;
    private long count;
    private long oldest = Long.MAX_VALUE;
    private RequestRow oldestOne;

    /** @param units what amounts are in */
    NeedGroup(Need need, Units units) {
        of = of(need);
        amounts = new Amounts(units);
        cause = cause(need);
        oldestOne = need.request();
    }

    static Of of(Need need) {
        RequestRow request = need.request();
        List<String> codes = codes(need);
        return new Of(need.kind(), request.provider(), request.account(), request.operation(), codes,
                Fingerprint.of(Stream.concat(Stream.of(request.operation()), codes.stream()).toList(), cause(need)));
    }

    private static List<String> codes(Need need) {
        String status = need.request().providerStatus();
        Stream<String> own = Stream.of(error(need.result()).path("code").asText(""), status == null ? "" : status);
        Stream<String> told = TOLD.matcher(cause(need)).results().map(MatchResult::group);
        return Stream.concat(own, told).filter(code -> !code.isEmpty()).toList();
    }

    /** Why it needs one, in words. */
    static String cause(Need need) {
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

    void add(Need need) {
        RequestRow request = need.request();
        count++;
        if (request.since() < oldest) {
            oldest = request.since();
            oldestOne = request;
        }
        if (first.size() < NAMED) {
            first.add(request);
        }
        amounts.add(request);
    }

    Need.Kind kind() {
        return of.kind();
    }

    long count() {
        return count;
    }

    long oldest() {
        return oldest;
    }

    String status() {
        return status(of.kind());
    }

    static String status(Need.Kind kind) {
        return switch (kind) {
            case UNSENT -> Open.NOT_SENT;
            case UNKNOWN_LONG -> "UNKNOWN";
            case UNHEARD -> Open.SILENT;
            case UNRESOLVED, CONTRADICTED, DOUBTED, UNKNOWN, SILENT -> kind.name();
        };
    }

    String account() {
        return of.provider() + "/" + of.account();
    }

    String operation() {
        return of.operation();
    }

    String cause() {
        return cause;
    }

    /** What they come to; empty where that is known of none. */
    String amountsText() {
        return amounts.text();
    }

    /** The command to type next. */
    String next() {
        return count == 1 ? NextCommand.of("orders show", oldestOne.requestId())
                : "./sluice orders find" + (of.kind() == Need.Kind.UNSENT ? "" : " --status " + status())
                        + " --provider " + of.provider() + " --account " + of.account() + " --fingerprint "
                        + of.fingerprint();
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("risk", of.kind().risk().name()).put("kind", of.kind().name())
                .put("provider", of.provider()).put("account", of.account()).put("operation", of.operation())
                .put("cause", cause).put("fingerprint", of.fingerprint()).put("count", count)
                .put("oldest", Moments.at(oldest));
        of.codes().forEach(json.putArray("codes")::add);
        amounts.into(json);
        ArrayNode requests = json.putArray("requests");
        first.forEach(request -> requests.add(Json.object().put("family", request.family()).put("requestId",
                request.requestId())));
        return json.put("next", next());
    }
}
