package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.intake.Fingerprint;
import dev.sluice.json.Json;
import dev.sluice.ledger.Need;
import dev.sluice.ledger.RequestRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Requests of one account that need a person for the same reason. */
final class NeedGroup {

    /** What they have in common: texts that differ in nothing but numbers and ids are one cause. */
    record Of(Need.Kind kind, String provider, String account, String operation, String fingerprint) {
    }

    private static final int NAMED = 3;
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,18})?");

    private final Of of;
    private final String cause;
    private final List<RequestRow> first = new ArrayList<>();
    private final SortedMap<String, BigDecimal> amounts = new TreeMap<>();
    private long count;
    private long summed;
    private long oldest = Long.MAX_VALUE;
    private RequestRow oldestOne;

    NeedGroup(Need need) {
        of = of(need);
        cause = cause(need);
        oldestOne = need.request();
    }

    static Of of(Need need) {
        RequestRow request = need.request();
        return new Of(need.kind(), request.provider(), request.account(), request.operation(),
                Fingerprint.of(cause(need)));
    }

    /** Why it needs one, in words. */
    static String cause(Need need) {
        String said = need.said();
        return switch (need.kind()) {
            case CONTRADICTED -> "it ended " + need.request().status() + "; the provider says: " + said;
            case DOUBTED -> "an answer repeated otherwise: " + said;
            case SILENT -> said == null ? "nothing was heard of it" : said;
            case UNSENT -> String.valueOf(said);
            case UNRESOLVED, UNKNOWN, UNKNOWN_LONG -> error(need.result(), need.request().lastAsk());
        };
    }

    private static String error(@Nullable String result, @Nullable String lastAsk) {
        if (lastAsk != null) {
            return lastAsk;
        }
        JsonNode error = result == null ? Json.object() : Json.own(result).path("error");
        return List.of("category", "code", "message").stream().map(member -> error.path(member).asText(""))
                .filter(text -> !text.isEmpty() && !text.equals("null")).collect(Collectors.joining(" "));
    }

    /** @param units what amounts are in */
    void add(Need need, Units units) {
        RequestRow request = need.request();
        count++;
        if (request.since() < oldest) {
            oldest = request.since();
            oldestOne = request;
        }
        if (first.size() < NAMED) {
            first.add(request);
        }
        String amount = request.document().path("order").path("amount").asText("");
        units.of(request).filter(unit -> AMOUNT.matcher(amount).matches()).ifPresent(unit -> {
            summed++;
            amounts.merge(unit, new BigDecimal(amount), BigDecimal::add);
        });
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
        return switch (of.kind()) {
            case UNSENT -> "NOT SENT";
            case UNKNOWN_LONG -> "UNKNOWN";
            case UNRESOLVED, CONTRADICTED, DOUBTED, UNKNOWN, SILENT -> of.kind().name();
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

    /**
     * What they come to, such as {@code 300.00 BRL}, and of how many, where that is not known of all; empty where it is
     * known of none.
     */
    String amountsText() {
        String sums = amounts.entrySet().stream().map(sum -> sum.getValue().toPlainString() + " " + sum.getKey())
                .collect(Collectors.joining(", "));
        return summed == 0 || summed == count ? sums : sums + " of " + summed + " of " + count;
    }

    /** The command to type next. */
    String next() {
        String accountOption = " --provider " + of.provider() + " --account " + of.account();
        String listed = switch (of.kind()) {
            case UNRESOLVED, DOUBTED -> "UNRESOLVED";
            case UNKNOWN, UNKNOWN_LONG -> "UNKNOWN";
            case SILENT -> "SILENT";
            case CONTRADICTED, UNSENT -> "";
        };
        return count == 1 || listed.isEmpty() ? "./sluice orders show " + oldestOne.requestId()
                : "./sluice orders find --status " + listed + accountOption;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("risk", of.kind().risk().name()).put("kind", of.kind().name())
                .put("provider", of.provider()).put("account", of.account()).put("operation", of.operation())
                .put("cause", cause).put("fingerprint", of.fingerprint()).put("count", count)
                .put("oldest", Moments.at(oldest));
        ObjectNode sums = json.putObject("amounts");
        amounts.forEach((unit, sum) -> sums.put(unit, sum.toPlainString()));
        json.put("summed", summed);
        ArrayNode requests = json.putArray("requests");
        first.forEach(request -> requests.add(Json.object().put("family", request.family()).put("requestId",
                request.requestId())));
        return json.put("next", next());
    }
}
