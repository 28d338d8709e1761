package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Durations;
import java.time.Duration;

/** After {@code failures} failed calls in a row, nothing is sent to an account for as long as {@code open}. */
public record Breaker(int failures, Duration open) {

    static Breaker of(JsonNode node) {
        return new Breaker(node.path("failures").asInt(), Durations.parse(node.path("open").asText()));
    }
}
