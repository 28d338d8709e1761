package dev.sluice.call;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.CannotSend;
import dev.sluice.passage.Calling;
import dev.sluice.provider.CallPlan;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/** The headers of one call, which are sent as they stand here: what a signature covers of them is what arrives. */
final class SentHeaders {

    private static final String ACCEPTED = "application/json";

    private final Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    /** Those by which HTTP itself needs the call described. */
    SentHeaders(String host, @Nullable String contentType, @Nullable String authorization) {
        all.put("Host", host);
        all.put("Accept", ACCEPTED);
        if (contentType != null) {
            all.put("Content-Type", contentType);
        }
        if (authorization != null) {
            put("Authorization", authorization, () -> true);
        }
    }

    /** Those that the provider's file has for the call; one that comes to nothing is left out. */
    void describe(CallPlan call, JsonNode request, Calling calling) {
        if (call.basic() != null && !all.containsKey("Authorization")) {
            all.put("Authorization", call.basic().header(request, calling::credential));
        }
        call.headers().forEach((name, template) -> {
            String text = text(template.fill(request, calling::credential));
            if (!text.isEmpty()) {
                put(name, text, () -> isOfOneLine(text(template.fill(request, credential -> ""))));
                if (call.telling().contains(name)) {
                    Question.lookAtHeader(calling, text);
                }
            }
        });
    }

    /** The token, where a flow has put it into a header of its own. */
    void carry(String name, Message message) {
        String token = message.getHeader(name, String.class);
        if (token != null && !all.containsKey(name)) {
            put(name, token, () -> true);
        }
    }

    void put(String name, String value) {
        put(name, value, () -> false);
    }

    /** @param ofKey whether a credential or token is at fault where the value cannot be sent */
    private void put(String name, String value, BooleanSupplier ofKey) {
        if (!isOfOneLine(value)) {
            throw new CannotSend(name, "is a header, and its value holds a control character", ofKey.getAsBoolean());
        }
        if (!value.equals(value.strip())) {
            throw new CannotSend(name, "is a header, and its value begins or ends with a blank", ofKey.getAsBoolean());
        }
        all.put(name, value);
    }

    private static String text(@Nullable JsonNode value) {
        return value == null ? "" : Json.plain(value).strip();
    }

    /** Whether a header can have it as its value. */
    static boolean canBeValue(String value) {
        return isOfOneLine(value) && value.equals(value.strip());
    }

    private static boolean isOfOneLine(String value) {
        return value.chars().noneMatch(c -> c < ' ' || c == 0x7f);
    }

    Map<String, String> all() {
        return all;
    }

    /** As a signature sees them. The length is known only while nothing more is put into the body. */
    Map<String, String> withLength(byte @Nullable [] body) {
        if (body == null) {
            return all;
        }
        Map<String, String> seen = new TreeMap<>(all);
        seen.put("Content-Length", String.valueOf(body.length));
        return seen;
    }
}
