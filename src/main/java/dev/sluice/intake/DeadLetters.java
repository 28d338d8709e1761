package dev.sluice.intake;

import dev.sluice.outcome.Category;
import dev.sluice.step.Letter;
import dev.sluice.step.Submission;
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
import org.apache.camel.component.jms.JmsMessage;

/** Puts what could not be processed on {@code sluice.dead}, byte for byte, with the reason beside it. */
@Singleton
@Named("deadLetters")
@Unremovable
public class DeadLetters {

    private final Clock clock;

    DeadLetters(Clock clock) {
        this.clock = clock;
    }

    /** What the broker gave up on: it was delivered too often, or expired on its queue. */
    public void undelivered(Exchange exchange) throws JMSException {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        Arrival arrival = Arrival.of(message);
        String queue = message.getStringProperty("_AMQ_ORIG_QUEUE");
        boolean expired = message.propertyExists("_AMQ_ACTUAL_EXPIRY");
        String reason = expired ? "its time to live ended on the queue"
                : "it was delivered many times and no delivery succeeded; see the log";
        Category category = expired ? Category.EXPIRED : Category.UNAVAILABLE;
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(List.of(queue != null && queue.startsWith("sluice.submit.")
                ? submission(Submission.read((String) arrival.body()), reason, category)
                : letter(arrival.body(), reason, category, queue, null)));
    }

    /** A request that got past the door lies here as its producer may send it again. */
    private Letter submission(Submission submission, String reason, Category category) {
        return letter(submission.asRequested(), reason, category, submission.requestQueue(), submission.requestId());
    }

    public Letter letter(Object body, String reason, Category category, String queue, String requestId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("deadReason", reason);
        properties.put("deadCategory", category.name());
        properties.put("deadQueue", queue);
        properties.put("deadAt", clock.instant().toString());
        properties.put("requestId", requestId);
        return new Letter("sluice.dead", body, properties, null, null);
    }
}
