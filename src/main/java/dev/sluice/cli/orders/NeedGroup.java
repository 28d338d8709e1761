package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.NextCommand;
import dev.sluice.json.Json;
import dev.sluice.ledger.Cause;
import dev.sluice.ledger.Need;
import dev.sluice.ledger.Open;
import dev.sluice.ledger.RequestRow;
import java.util.ArrayList;
import java.util.List;

/** Requests of one account that need a person for the same reason. */
final class NeedGroup {

    /** What they have in common. */
    record Of(Need.Kind kind, String provider, String account, String operation, String fingerprint) {
    }

    private static final int NAMED = 3;

    private final Of of;
    private final Cause cause;
    private final List<RequestRow> first = new ArrayList<>();
    private final Amounts amounts;
    private long count;
    private long oldest = Long.MAX_VALUE;
    private RequestRow oldestOne;

    /** @param units what amounts are in */
    NeedGroup(Of of, Cause cause, Need first, Units units) {
        this.of = of;
        this.cause = cause;
        amounts = new Amounts(units);
        oldestOne = first.request();
    }

    static Of of(Need need, Cause cause) {
        RequestRow request = need.request();
        return new Of(need.kind(), request.provider(), request.account(), request.operation(), cause.fingerprint());
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

    Cause cause() {
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
                .put("cause", cause.text()).put("fingerprint", of.fingerprint()).put("count", count)
                .put("oldest", Moments.at(oldest));
        cause.codes().forEach(json.putArray("codes")::add);
        amounts.into(json);
        ArrayNode requests = json.putArray("requests");
        first.forEach(request -> requests.add(Json.object().put("family", request.family()).put("requestId",
                request.requestId())));
        return json.put("next", next());
    }
}
