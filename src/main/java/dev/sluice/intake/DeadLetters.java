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
import dev.sluice.text.Fingerprint;
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

    /** Whose the message is; by it a replay names the tenant. */
    public static final String TENANT = "tenant";
    /** The queue that it was on, which no message names that never lay here. */
    static final String QUEUE_OF = "deadQueue";
    private static final List<String> DEAD_PROPERTIES = List.of("deadReason", "deadCategory", QUEUE_OF, "deadAt",
            "deadFingerprint", "deadReplyTo", "requestId", TENANT);
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

    Letter undelivered(Message message, Arrival arrival) {
        String queue = queue(message);
        boolean expired = Arrival.property(message, "_AMQ_ACTUAL_EXPIRY", Object.class) != null;
        FailedDeliveries.Failure failure = expired ? null
                : failed.last(queue, String.valueOf(Arrival.property(message, "_AMQ_ORIG_MESSAGE_ID", Object.class)));
        String reason = expired ? "its time to live ended on the queue"
                : "it was delivered many times and no delivery succeeded"
                        + (failure == null ? "; see the log" : ": " + failure.text());
        Category category = expired ? Category.EXPIRED : Category.UNAVAILABLE;
        Letter letter = submission(message, arrival, queue, reason, category)
                .orElseGet(() -> unread(message, arrival, queue, reason, category));
        if (failure != null) {
            letter.properties().put("deadFingerprint", failure.fingerprint());
        }
        if (queue.equals(letter.properties().get(QUEUE_OF))) {
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
                    .of(letter(asRequested, reason, category, submission.requestQueue(), submission.key().tenant(),
                            submission.key().requestId()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Letter unread(Message message, Arrival arrival, String queue, String reason, Category category) {
        Key named = named(arrival);
        if (named != null && Queues.isActedOn(queue)) {
            return letter(arrival, reason, category, queue, named.tenant(), named.requestId());
        }
        return letter(whose(message, queue), arrival, reason, category, queue,
                named == null || !named.tenant().isEmpty() ? null : named.requestId());
    }

    /** Of a result the one for whom Sluice says that it is, where Sluice or an operator sent it. */
    private Callers.Caller whose(Message message, String queue) {
        Callers.Caller caller = callers.of(message);
        String said = Arrival.property(message, TENANT, String.class);
        boolean isResult = Arrival.property(message, "status", String.class) != null && !Queues.isOfRequests(queue);
        return caller.equals(Callers.Caller.ANYBODY) && isResult && said != null && Key.isTenant(said)
                ? new Callers.Caller(said, null) : caller;
    }

    /**
     * Of a producer's message: of one whose tenant nobody knows nobody can tell which queues he may name, and whatever it
     * died of, it is not sent again before somebody says whose it is.
     */
    Letter letter(Callers.Caller caller, Arrival arrival, String reason, Category category, String queue,
            @Nullable String requestId) {
        boolean told = caller.isKnown() || !caller.tenant().isEmpty();
        return letter(told ? arrival : arrival.unanswerable(), reason, told ? category : Category.AUTHORIZATION, queue,
                caller.tenant(), requestId);
    }

    /**
     * @param queue     where the message was, or where it can be sent again
     * @param tenant    whose it is, empty of none
     * @param requestId of the request that it is about, where that could be read
     */
    public Letter letter(Arrival arrival, String reason, Category category, String queue, String tenant,
            @Nullable String requestId) {
        counters.of(category.name()).increment();
        Map<String, Object> properties = new HashMap<>();
        properties.put("deadReason", Shown.line(reason));
        properties.put("deadCategory", category.name());
        properties.put(QUEUE_OF, queue);
        properties.put("deadAt", clock.instant().toString());
        properties.put("deadFingerprint", Fingerprint.of(queue, category.name(), reason));
        properties.put("deadReplyTo",
                arrival.replyTo() == null || !ReplyTo.isName(arrival.replyTo()) ? null : arrival.replyTo());
        properties.put("requestId", requestId);
        properties.put(TENANT, tenant.isEmpty() ? null : tenant);
        return new Letter(Queues.DEAD, arrival.presentable(), properties, arrival.correlationId(), null);
    }

    /** What the body names: an upstream system names the requestId, and Sluice to itself the tenant before it. */
    private static @Nullable Key named(Arrival arrival) {
        try {
            JsonNode id = Json.read(arrival.bytes(), Json.Numbers.KEPT).path("requestId");
            Key key = id.isTextual() ? Key.named("", id.textValue()) : null;
            return key != null && Key.isRequestId(key.requestId())
                    && (key.tenant().isEmpty() || Key.isTenant(key.tenant())) ? key : null;
        } catch (Unreadable e) {
            return null;
        }
    }
}
