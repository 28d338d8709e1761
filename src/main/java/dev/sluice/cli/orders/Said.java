package dev.sluice.cli.orders;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.cli.Moments;
import dev.sluice.cli.TerminalJson;
import dev.sluice.json.Json;
import dev.sluice.ledger.ExchangeRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A request to the provider and its answer, as far as they are kept.
 *
 * @param step of the step that made it, all but its exchanges
 */
record Said(String stepId, ObjectNode step, JsonNode exchange) {

    /** All of a step, in their order. */
    static Stream<Said> of(ExchangeRow row) {
        ObjectNode step = Json.own(row.said());
        JsonNode exchanges = step.path("exchanges");
        step.remove("exchanges");
        return StreamSupport.stream(exchanges.spliterator(), false)
                .map(exchange -> new Said(row.stepId(), step, exchange));
    }

    long at() {
        return exchange.path("at").asLong();
    }

    /** Such as {@code asked, 2nd time: payment, HTTP 200 after 12 ms}. */
    String what() {
        boolean asks = step.path("asks").asBoolean();
        int attempt = step.path("attempt").asInt(1);
        int lost = step.path("lostBefore").asInt();
        String left = !exchange.has("path") ? ", which never left"
                : (exchange.has("http") ? ", HTTP " + exchange.path("http").asText() : ", no answer") + " after "
                        + exchange.path("millis").asText() + " ms";
        return (asks ? "asks " : "calls ") + exchange.path("call").asText()
                + (attempt > 1 ? ", attempt " + attempt : "") + (lost > 0 ? ", " + lost + " lost before" : "") + left;
    }

    List<String> details() {
        List<String> details = new ArrayList<>();
        if (exchange.has("path")) {
            details.add(exchange.path("method").asText() + " " + exchange.path("path").asText()
                    + (exchange.has("sent") ? " " + TerminalJson.line(exchange.get("sent")) : ""));
        }
        if (exchange.has("http")) {
            details.add("answered " + exchange.path("type").asText("no type") + ", " + exchange.path("length").asText()
                    + " bytes" + (exchange.has("answer") ? ": " + TerminalJson.line(exchange.get("answer"))
                            : exchange.hasNonNull("unread") ? ", not read: " + exchange.path("unread").asText() : ""));
        }
        Stream.of("hidden").filter(exchange::has).forEach(one -> details.add(exchange.path(one).asText()));
        if (exchange.has("kind")) {
            details.add("it came to " + exchange.path("kind").asText()
                    + (exchange.has("why") ? ": " + exchange.path("why").asText() : ""));
        }
        return details;
    }

    ObjectNode json() {
        ObjectNode json = Json.object().put("at", Moments.at(at())).put("step", stepId);
        json.setAll(step);
        exchange.properties().stream().filter(member -> !member.getKey().equals("at"))
                .forEach(member -> json.set(member.getKey(), Objects.requireNonNull(member.getValue())));
        return json;
    }
}
