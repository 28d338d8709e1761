package dev.sluice.call;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * What a login gave.
 *
 * @param renewAt epoch milliseconds from which a new one is to be had
 */
record KeptToken(String text, @Nullable String refreshToken, long renewAt) {

    /** To be sealed. */
    String written() {
        return Json.write(Json.object().put("token", text).put("refreshToken", refreshToken).put("renewAt", renewAt));
    }

    static KeptToken read(String written) {
        ObjectNode node = Json.own(written);
        return new KeptToken(node.path("token").asText(), node.path("refreshToken").asText(null),
                node.path("renewAt").asLong());
    }

    @Override
    public String toString() {
        return "token";
    }
}
