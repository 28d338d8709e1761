package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Durations;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * That a provider's calls need an access token, which a login gives.
 *
 * @param renewAhead how long before its end a token is renewed
 * @param maxAge     the longest that one is used, where not only the provider says
 */
public record TokenPlan(Duration renewAhead, @Nullable Duration maxAge) {

    static TokenPlan of(JsonNode node) {
        return new TokenPlan(Durations.parse(node.path("renew-ahead").asText()),
                node.has("max-age") ? Durations.parse(node.path("max-age").asText()) : null);
    }
}
