package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Category;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Submission;
import dev.sluice.text.Shown;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;

/**
 * Puts what could not be processed on {@code sluice.dead}: the message whole, byte for byte, with the reason beside it
 * and what is needed to send it once more.
 */
@Singleton
@Named("deadLetters")
@Unremovable
public class DeadLetters {

    private final FailedDeliveries failed;
    private final Clock clock;

    DeadLetters(FailedDeliveries failed, Clock clock) {
        this.failed = failed;
        this.clock = clock;
    }

    /** What the broker gave up on: it was delivered too often, or expired on its queue. */
    public void undelivered(Exchange exchange) throws JMSException {
        Message message = Arrival.take(exchange);
        Arrival arrival = Arrival.of(message);
        String queue = message.getStringProperty("_AMQ_ORIG_QUEUE");
        boolean expired = message.propertyExists("_AMQ_ACTUAL_EXPIRY");
        FailedDeliveries.Failure failure = expired ? null : failed.last(queue, message.getStringProperty("_AMQ_ORIG_MESSAGE_ID"));
        String reason = expired ? "its time to live ended on the queue"
                : "it was delivered many times and no delivery succeeded" + (failure == null ? "; see the log" : ": " + failure.text());
        Category category = expired ? Category.EXPIRED : Category.UNAVAILABLE;
        Letter letter = queue != null && queue.startsWith("sluice.submit.")
                ? submission(Submission.read((String) arrival.body()), reason, category)
                : letter(arrival, reason, category, queue, requestId(arrival));
        for (String name : Letters.RESULT_PROPERTIES) {
            if (message.propertyExists(name) && letter.properties().get("deadQueue").equals(queue)) {
                letter.properties().put(name, message.getObjectProperty(name));
            }
        }
        if (failure != null) {
            letter.properties().put("deadFingerprint", failure.fingerprint());
        }
        exchange.getMessage().setBody(List.of(letter));
    }

    /** A request that got past the door lies here as its producer may send it again. */
    private Letter submission(Submission submission, String reason, Category category) {
        return letter(new Arrival(submission.asRequested(), true, submission.envelope().path("replyTo").asText(null),
                        submission.envelope().path("correlationId").asText(null)), reason, category,
                submission.requestQueue(), submission.requestId());
    }

    /**
     * @param queue     where the message was, or where it can be sent again
     * @param requestId null where none could be read
     */
    public Letter letter(Arrival arrival, String reason, Category category, String queue, String requestId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("deadReason", Shown.line(reason));
        properties.put("deadCategory", category.name());
        properties.put("deadQueue", queue);
        properties.put("deadAt", clock.instant().toString());
        properties.put("deadFingerprint", Fingerprint.of(queue, category.name(), reason));
        properties.put("deadReplyTo", "".equals(arrival.replyTo()) ? null : arrival.replyTo());
        properties.put("requestId", requestId);
        return new Letter("sluice.dead", arrival.body(), properties, arrival.correlationId(), null);
    }

    private static String requestId(Arrival arrival) {
        try {
            JsonNode id = Json.read(arrival.bytes(), Json.Numbers.KEPT).path("requestId");
            return id.isTextual() && id.asText().matches("[A-Za-z0-9._:-]{1,64}") ? id.asText() : null;
        } catch (Unreadable e) {
            return null;
        }
    }
}
