package dev.sluice.flow;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A message as a client of one protocol sees it.
 *
 * @param properties    of the application; names that belong to the broker or to JMS are left out
 * @param correlationId null for none
 * @param contentType   null where the protocol's client shows none
 */
record Received(String protocol, String queue, byte[] body, Map<String, Object> properties, String correlationId,
        String contentType) {

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
