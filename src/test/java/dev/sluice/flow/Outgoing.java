package dev.sluice.flow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A message as an upstream system writes it.
 *
 * @param body          text, or bytes
 * @param correlationId null for none
 * @param replyTo       name of a queue, null for none
 */
record Outgoing(String queue, Object body, String correlationId, String replyTo, Map<String, Object> properties) {

    static Outgoing to(String queue, Object body) {
        return new Outgoing(queue, body instanceof JsonNode json ? json.toString() : body, null, null, Map.of());
    }

    Outgoing correlated(String id) {
        return new Outgoing(queue, body, id, replyTo, properties);
    }

    Outgoing replyTo(String name) {
        return new Outgoing(queue, body, correlationId, name, properties);
    }

    Outgoing with(String property, Object value) {
        Map<String, Object> more = new HashMap<>(properties);
        more.put(property, value);
        return new Outgoing(queue, body, correlationId, replyTo, more);
    }
}
