package dev.sluice.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/**
 * Answers as the document prints them. It gives no HTTP status per application code: here 1009 comes with 401, 1007
 * with 404, 2121 with 500 and all others with 422.
 */
final class MessagehubAnswers {

    static final int NO_SUCH_URI = 1007;
    static final int INVALID_TOKEN = 1009;
    static final int INVALID_MOBILE = 2103;
    static final int INVALID_PIN_PARAMETER = 2107;
    static final int BUSY = 2121;

    private static final Map<Integer, String> MESSAGES = Map.ofEntries(
            Map.entry(NO_SUCH_URI, "URI not found"), Map.entry(INVALID_TOKEN, "Invalid access token"),
            Map.entry(2100, "OTP unavailable"), Map.entry(2101, "Unknown destination"),
            Map.entry(2102, "Forbidden destination"), Map.entry(INVALID_MOBILE, "Invalid mobile"),
            Map.entry(2104, "Invalid sender"), Map.entry(2105, "Invalid message"),
            Map.entry(2106, "Invalid message length"), Map.entry(INVALID_PIN_PARAMETER, "Invalid pin"),
            Map.entry(2108, "Pin expired"), Map.entry(2109, "Pin already consumed"),
            Map.entry(2120, "Invalid pin"), Map.entry(BUSY, "Service temporary unavailable"));
    private static final Map<Integer, String> STATUSES = Map.of(200, "OK", 201, "Created", 400, "Bad Request",
            401, "Unauthorized", 404, "Not found", 422, "Unprocessable Request", 429, "Too Many Requests",
            500, "Internal Server Error", 503, "Service Unavailable");

    private MessagehubAnswers() {
    }

    static Answer success(int status, JsonNode payload) {
        ObjectNode body = head(status);
        body.set("payload", payload);
        return new Answer(status, body);
    }

    static Answer error(int code) {
        int status = switch (code) {
            case INVALID_TOKEN -> 401;
            case NO_SUCH_URI -> 404;
            case BUSY -> 500;
            default -> 422;
        };
        ObjectNode body = head(status);
        body.putArray("errors").addObject().put("code", code)
                .put("message", MESSAGES.getOrDefault(code, "Unlisted"));
        return new Answer(status, body);
    }

    /** A failure that the document gives no application code for. */
    static ObjectNode httpError(int status) {
        ObjectNode body = head(status);
        body.putArray("errors");
        return body;
    }

    private static ObjectNode head(int status) {
        return Answer.object().put("status_code", status).put("status_message", STATUSES.get(status));
    }
}
