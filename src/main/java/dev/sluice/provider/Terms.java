package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Where calls of an account go, and how they are paced and tried again.
 *
 * @param baseUrl     everything before the path of a call; empty where there is none
 * @param poll        when the provider is asked what became of an order
 * @param retry       when a call that certainly did nothing is made again
 * @param concurrency submissions at a time, and as many asks beside them
 * @param rate        calls a second
 * @param caps        how large an order may be, and all of a day
 * @param lowBalance  what an account should have at the provider at least, by currency
 * @param breaker     when nothing is sent for a while, because calls fail
 */
record Terms(String baseUrl, Schedule poll, Schedule retry, int concurrency, int rate, Caps caps,
        Map<String, BigDecimal> lowBalance, Breaker breaker) {

    /** @param node holds {@code base-url}, {@code poll}, {@code retry}, {@code limits} and {@code breaker} */
    static Terms of(JsonNode node) {
        return new Terms(node.path("base-url").asText(), Schedule.of(node.path("poll")),
                Schedule.of(node.path("retry")),
                node.at("/limits/concurrency").asInt(),
                node.at("/limits/rate").asInt(), Caps.of(node.path("limits")),
                Caps.amounts(node.path("limits").path(Balance.LOW)), Breaker.of(node.path("breaker")));
    }

    /** The same for calls that go nowhere. */
    Terms without() {
        return new Terms("", poll, retry, concurrency, rate, caps, lowBalance, breaker);
    }
}
