package dev.sluice.step;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message to be sent in the transaction of the step that wrote it.
 *
 * @param body          text, or bytes for a dead letter
 * @param properties    message properties; a null value is left out
 * @param correlationId if there is one
 * @param notBefore     when the broker may deliver it, epoch milliseconds, where it is not at once
 */
public record Letter(String queue, Object body, Map<String, Object> properties, @Nullable CorrelationId correlationId,
        @Nullable Long notBefore) {

    /** The same with this correlation id, or with none. */
    public Letter under(@Nullable CorrelationId other) {
        return new Letter(queue, body, properties, other, notBefore);
    }
}
