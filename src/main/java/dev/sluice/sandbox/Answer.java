package dev.sluice.sandbox;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.ext.web.RoutingContext;

/** What a double answers: a status and a JSON body, numbers written plainly and digit for digit. */
record Answer(int status, JsonNode body) {

    private static final JsonNodeFactory NODES = new JsonNodeFactory(true);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN).build();

    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    void send(RoutingContext context) {
        sendText(context, text());
    }

    /** The first half of the body, its length declared as such: whole for HTTP, unreadable as JSON. */
    void sendGarbled(RoutingContext context) {
        String whole = text();
        sendText(context, whole.substring(0, whole.length() / 2));
    }

    private void sendText(RoutingContext context, String text) {
        if (!context.response().closed()) {
            context.response().setStatusCode(status)
                    .putHeader("Content-Type", "application/json;charset=utf-8").end(text);
        }
    }

    private String text() {
        try {
            return MAPPER.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
