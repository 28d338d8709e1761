package dev.sluice.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the scripted provider does with one call.
 *
 * @param status 0 to close the connection after the request was read, -1 never to answer
 */
record Reply(int status, String body, Map<String, String> headers, Charset charset) {

    static final Reply CLOSED = new Reply(0, "", Map.of());
    static final Reply SILENCE = new Reply(-1, "", Map.of());
    /** Half a character can be written in no other way. */
    private static final JsonMapper ESCAPING = JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    Reply(int status, String body, Map<String, String> headers) {
        this(status, body, headers, StandardCharsets.UTF_8);
    }

    static Reply ok(JsonNode body) {
        return of(200, body);
    }

    static Reply of(int status, JsonNode body) {
        try {
            return new Reply(status, ESCAPING.writeValueAsString(body), Map.of());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    Reply with(String header, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(header, value);
        return new Reply(status, body, more, charset);
    }

    Reply in(Charset other) {
        return new Reply(status, body, headers, other).with("Content-Type",
                "application/json; charset=" + other.name());
    }

    Reply saying(String other) {
        return new Reply(status, other, headers, charset);
    }

    Reply garbled() {
        return saying(body.substring(0, body.length() / 2));
    }

    Reply status(int other) {
        return new Reply(other, body, headers, charset);
    }
}
