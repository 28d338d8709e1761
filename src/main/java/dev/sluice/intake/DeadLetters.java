package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.broker.ReplyTo;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.queue.MessageSignatures;
import dev.sluice.queue.Queues;
import dev.sluice.step.CorrelationId;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Submission;
import dev.sluice.text.Shown;
import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Puts what could not be processed on {@code sluice.dead}: the message whole, byte for byte, with the reason beside it
 * and what is needed to send it once more.
 */
@Singleton
@Named("deadLetters")
@Unremovable
public class DeadLetters {

    private static final List<String> DEAD_PROPERTIES = List.of("deadReason", "deadCategory", "deadQueue", "deadAt",
            "deadFingerprint", "deadReplyTo", "requestId", Callers.TENANT);
    private static final Pattern QUEUE = Pattern.compile("[\\p{Graph} ]{1,255}");

    private final FailedDeliveries failed;
    private final MessageSignatures signatures;
    private final Callers callers;
    private final Clock clock;
    private final Counters counters;

    public DeadLetters(FailedDeliveries failed, MessageSignatures signatures, Callers callers, Clock clock,
            MeterRegistry metrics) {
        this.callers = callers;
        this.failed = failed;
        this.signatures = signatures;
        this.clock = clock;
        counters = new Counters(metrics, "sluice.dead.letters", "Messages that were laid on sluice.dead", "category");
        for (Category category : Category.values()) {
            counters.of(category.name());
        }
    }

    /**
     * What the broker gave up on: it was delivered too often, or expired on its queue. Whatever it is, it is moved on.
     */
    public void undelivered(Exchange exchange) throws JMSException {
        Message message = Arrival.take(exchange);
        exchange.getMessage().setBody(List.of(undelivered(message, Arrival.of(message))));
    }

    private Letter undelivered(Message message, Arrival arrival) {
        String queue = queue(message);
        boolean expired = Arrival.property(message, "_AMQ_ACTUAL_EXPIRY", Object.class) != null;
        FailedDeliveries.Failure failure = expired ? null
                : failed.last(queue, String.valueOf(Arrival.property(message, "_AMQ_ORIG_MESSAGE_ID", Object.class)));
        String reason = expired ? "its time to live ended on the queue"
                : "it was delivered many times and no delivery succeeded"
                        + (failure == null ? "; see the log" : ": " + failure.text());
        Category category = expired ? Category.EXPIRED : Category.UNAVAILABLE;
        Letter letter = submission(message, arrival, queue, reason, category)
                .orElseGet(() -> letter(arrival, reason, category, queue, name(arrival, callers.of(message))));
        if (failure != null) {
            letter.properties().put("deadFingerprint", failure.fingerprint());
        }
        if (queue.equals(letter.properties().get("deadQueue"))) {
            keep(Letters.RESULT_PROPERTIES, message, letter);
        }
        if (queue.equals(Queues.DEAD)) {
            keep(DEAD_PROPERTIES, message, letter);
        }
        return letter;
    }

    /**
     * The name of the queue that it was on, as the broker or whoever sent it here says; this one's where none is a
     * name.
     */
    private static String queue(Message message) {
        String queue = Arrival.property(message, "_AMQ_ORIG_QUEUE", String.class);
        return queue != null && QUEUE.matcher(queue).matches() ? queue : Queues.UNDELIVERED;
    }

    private static void keep(List<String> names, Message message, Letter letter) {
        for (String name : names) {
            Object value = Arrival.property(message, name, Object.class);
            if (value instanceof String || value instanceof Boolean || value instanceof Integer) {
                letter.properties().put(name, value);
            }
        }
    }

    /** A request that got past the door lies here as its producer may send it again. */
    private Optional<Letter> submission(Message message, Arrival arrival, String queue, String reason,
            Category category) {
        if (!Queues.isOfSubmissions(queue) || signatures.fault(queue, arrival.body(),
                name -> Arrival.property(message, name, Object.class)) != null) {
            return Optional.empty();
        }
        try {
            Submission submission = Submission.read(arrival.text());
            Arrival asRequested = new Arrival(submission.asRequested(), true,
                    submission.envelope().path("replyTo").textValue(),
                    CorrelationId.read(submission.envelope().path("correlationId")), null, null);
            return Optional
                    .of(letter(asRequested, reason, category, submission.requestQueue(), submission.key().name()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * @param queue where the message was, or where it can be sent again
     * @param name  what the request is called within its family, where that could be read
     */
    public Letter letter(Arrival arrival, String reason, Category category, String queue,
            @Nullable String name) {
        counters.of(category.name()).increment();
        Map<String, Object> properties = new HashMap<>();
        properties.put("deadReason", Shown.line(reason));
        properties.put("deadCategory", category.name());
        properties.put("deadQueue", queue);
        properties.put("deadAt", clock.instant().toString());
        properties.put("deadFingerprint", Fingerprint.of(queue, category.name(), reason));
        properties.put("deadReplyTo",
                arrival.replyTo() == null || !ReplyTo.isName(arrival.replyTo()) ? null : arrival.replyTo());
        Key key = name == null ? null : Key.named("", name);
        properties.put("requestId", key == null ? null : key.requestId());
        properties.put(Callers.TENANT, key == null || key.tenant().isEmpty() ? null : key.tenant());
        return new Letter(Queues.DEAD, arrival.presentable(), properties, arrival.correlationId(), null);
    }

    private static @Nullable String name(Arrival arrival, Callers.Caller caller) {
        try {
            JsonNode id = Json.read(arrival.bytes(), Json.Numbers.KEPT).path("requestId");
            return Key.isRequestId(id.textValue()) ? new Key("", caller.tenant(), id.textValue()).name() : null;
        } catch (Unreadable e) {
            return null;
        }
    }
}
