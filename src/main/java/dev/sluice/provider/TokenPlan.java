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
 * @param places     where the answer to a login holds it, where the file describes the login and not a route
 * @param header     which carries it
 * @param value      of the header, with {@code {token}} in it
 * @param shared     whether the replicas share it, where they have a key to seal it with
 */
public record TokenPlan(Duration renewAhead, @Nullable Duration maxAge, @Nullable TokenPlaces places, String header,
        String value, boolean shared) {

    private static final String PLACE = "{token}";

    static TokenPlan of(JsonNode node) {
        return new TokenPlan(Durations.parse(node.path("renew-ahead").asText()),
                node.has("max-age") ? Durations.parse(node.path("max-age").asText()) : null,
                node.has("places") ? TokenPlaces.of(node.path("places")) : null,
                node.path("header").asText("Authorization"), node.path("value").asText("Bearer " + PLACE),
                node.path("shared").asBoolean(node.path("login-ends-token").asBoolean(false)));
    }

    /** What the header holds. */
    public String shown(String token) {
        return value.replace(PLACE, token);
    }
}
