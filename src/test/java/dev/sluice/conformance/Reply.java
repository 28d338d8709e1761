package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * What the scripted provider does with one call.
 *
 * @param status 0 to close the connection after the request was read, -1 never to answer
 */
record Reply(int status, String body, Map<String, String> headers) {

    static final Reply CLOSED = new Reply(0, "", Map.of());
    static final Reply SILENCE = new Reply(-1, "", Map.of());

    static Reply ok(JsonNode body) {
        return of(200, body);
    }

    static Reply of(int status, JsonNode body) {
        return new Reply(status, body.toString(), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, body, Map.of(header, value));
    }

    Reply garbled() {
        return new Reply(status, body.substring(0, body.length() / 2), headers);
    }

    Reply status(int other) {
        return new Reply(other, body, headers);
    }
}
