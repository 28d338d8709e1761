package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Where the answer to a login or a refresh holds the token and its end, where a file says so and not a route. */
public record TokenPlaces(Map<String, JsonPointer> members) {

    /** By which a login says that it does not take the credentials (RFC 6749, 5.2), and not that it is away. */
    private static final Set<String> REFUSALS = Set.of("invalid_client", "invalid_grant", "unauthorized_client");
    /** What can stand in a header to the letter. */
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+( +[\\x21-\\x7e]+)*");

    static TokenPlaces of(JsonNode node) {
        Map<String, JsonPointer> members = new HashMap<>();
        Map.of("token", "token", "refresh-token", "refreshToken", "expires-in", "expiresIn", "expires-at", "expiresAt")
                .forEach((key, member) -> {
                    if (node.has(key)) {
                        members.put(member, JsonPointer.compile(node.path(key).asText()));
                    }
                });
        return new TokenPlaces(members);
    }

    /**
     * The members {@code token}, {@code refreshToken}, {@code expiresIn}, {@code expiresAt} and {@code refused}, as
     * {@code Tokens} reads them.
     *
     * @param body an empty object where it could not be read: then nobody has refused anything
     */
    public ObjectNode answer(JsonNode body, int http) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        members.forEach((member, place) -> {
            String text = body.at(place).asText("");
            if (TOKEN.matcher(text).matches()) {
                answer.put(member, text);
            }
        });
        return answer.put("refused", !body.isEmpty()
                && (http == 401 || http == 400 && REFUSALS.contains(body.path("error").asText())));
    }
}
