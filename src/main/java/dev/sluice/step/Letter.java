package dev.sluice.step;

import java.util.Map;

/**
 * A message to be sent in the transaction of the step that wrote it.
 *
 * @param body          text, or bytes for a dead letter
 * @param properties    message properties; a null value is left out
 * @param correlationId null for none
 * @param notBefore     when the broker may deliver it, epoch milliseconds, null for at once
 */
public record Letter(String queue, Object body, Map<String, Object> properties, CorrelationId correlationId,
        Long notBefore) {
}
