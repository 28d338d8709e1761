package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.CorrelationId;
import dev.sluice.broker.ReplyTo;
import dev.sluice.json.Json;
import dev.sluice.lane.Lane;
import dev.sluice.lane.Lanes;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Recorded;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes the messages that a step sends, and addresses them for the queue. */
@Singleton
@Named("letters")
@Unremovable
public class Letters {

    /** What the broker gives STOMP and AMQP consumers as the content type. */
    private static final List<String> CONTENT_TYPES = List.of("_AMQ_CONTENT_TYPE", "JMS_AMQP_ContentType");

    /** Message properties of every result, by which consumers select. */
    public static final List<String> RESULT_PROPERTIES =
            List.of("requestId", "family", "provider", "account", "operation", "status", "isFinal", "sequence");

    /** The message property of an answer that came late: nobody is called for it. */
    public static final String LATE = "late";
    private static final String ATTENTION = "sluice.attention";

    private final ReplyTo replyTo;
    private final Lanes lanes;
    private final Clock clock;

    Letters(ReplyTo replyTo, Lanes lanes, Clock clock) {
        this.replyTo = replyTo;
        this.lanes = lanes;
        this.clock = clock;
    }

    /** A result to whoever asked: its reply-to where that can be reached, else the family's results queue. */
    public Letter result(String result, String replyToName, CorrelationId correlationId) {
        ObjectNode read = Json.own(result);
        Map<String, Object> properties = new HashMap<>();
        for (String name : List.of("requestId", "family", "provider", "account", "operation", "status")) {
            properties.put(name, read.path(name).asText(null));
        }
        CONTENT_TYPES.forEach(name -> properties.put(name, "application/json"));
        properties.put("isFinal", read.path("final").asBoolean());
        properties.put("sequence", read.path("sequence").asInt());
        String queue = replyTo.takes(replyToName) ? replyToName : read.path("family").asText() + ".results";
        return new Letter(queue, result, properties,
                correlationId != null ? correlationId : CorrelationId.of(read.path("requestId").asText(null)), null);
    }

    /** The newest result once more, for the message that asked again. */
    Letter replay(String result, Entry asker) {
        return answer(Json.write(Json.own(result).put("replayed", true)), asker);
    }

    /** All that a step recorded, as it is published the first time and every time it comes back. */
    List<Letter> recorded(Recorded recorded, Entry entry, String submission) {
        List<Letter> letters = new ArrayList<>();
        if (recorded.result() != null) {
            Letter result = answer(recorded.result(), entry);
            letters.add(result);
            if (Status.UNRESOLVED.name().equals(result.properties().get("status"))) {
                letters.add(new Letter(ATTENTION, result.body(), result.properties(), CorrelationId.of(entry.key().requestId()), null));
            }
        }
        if (recorded.followUp() != null) {
            letters.add(followUp(recorded.followUp(), entry, submission));
        }
        return letters;
    }

    /** The message of a step that follows. A submission that follows a poll is written from what the ledger keeps. */
    Letter followUp(String followUp, Entry entry, String submission) {
        FollowUp next = FollowUp.read(followUp);
        Map<String, Object> properties = new HashMap<>();
        properties.put("step", next.step());
        properties.put("attempt", next.attempt());
        properties.put("repeat", next.repeat());
        properties.put("chained", true);
        properties.put("account", entry.account());
        if (next.submission()) {
            properties.put("handed", true);
            return new Letter(lane(entry).submissions(),
                    submission == null ? Submission.of(entry).write() : submission, properties, null, next.at());
        }
        return new Letter(lane(entry).asks(), poll(entry), properties, null, next.at());
    }

    /** An ask at once, outside the chain of polls. */
    Letter ask(String step, Entry entry) {
        return new Letter(lane(entry).asks(), poll(entry), Map.of("step", step, "attempt", 1, "account", entry.account()),
                null, null);
    }

    /** What a provider says of a request, where it ended as something else. */
    Letter contradiction(Entry ended, Status word, Outcome outcome) {
        ObjectNode body = Json.object().put("kind", "CONTRADICTION").put("requestId", ended.key().requestId())
                .put("family", ended.key().family()).put("provider", ended.provider()).put("account", ended.account())
                .put("operation", ended.operation()).put("status", ended.status().name()).put("said", word.name())
                .put("providerStatus", outcome.providerStatus())
                .put("message", "it ended as " + ended.status() + "; the provider now says that it is " + word);
        return attention(body);
    }

    /** That the work of an account is held back, because the provider does not take its credentials. */
    public Letter refusedCredentials(Lane lane) {
        return attention(Json.object().put("kind", "AUTHENTICATION").put("provider", lane.provider()).put("account", lane.account())
                .put("message", "the provider refuses the account's credentials; its work is held back until they are taken"));
    }

    /** What calls an operator, beside the results that are UNRESOLVED; its members as {@code attention.schema.json} has them. */
    Letter attention(ObjectNode body) {
        body.put("occurredAt", clock.instant().toString());
        Map<String, Object> properties = new HashMap<>();
        for (String name : List.of("kind", "requestId", "family", "provider", "account", "operation")) {
            properties.put(name, body.path(name).textValue());
        }
        CONTENT_TYPES.forEach(name -> properties.put(name, "application/json"));
        return new Letter(ATTENTION, Json.write(body), properties, CorrelationId.of(body.path("requestId").textValue()), null);
    }

    /** An answer that came late, as a step of its own. */
    Letter late(Late late, Entry entry) {
        ObjectNode body = Json.own(poll(entry));
        body.set("late", late.write());
        return new Letter(lane(entry).asks(), Json.write(body), Map.of("step", "late-" + UUID.randomUUID(), "attempt", 1,
                LATE, true, "account", entry.account()), null, null);
    }

    Lane lane(Entry entry) {
        return lanes.of(entry.provider(), entry.account());
    }

    /** Gives the JMS message its queue, properties and delivery time; the body of the exchange is a {@link Letter}. */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        Letter letter = message.getBody(Letter.class);
        message.removeHeaders("*");
        letter.properties().forEach((name, value) -> {
            if (value != null) {
                message.setHeader(name, value);
            }
        });
        exchange.setProperty(Correlated.PROPERTY, letter.correlationId());
        if (letter.notBefore() != null) {
            message.setHeader("_AMQ_SCHED_DELIVERY", letter.notBefore());
        }
        message.setHeader("CamelJmsDestinationName", letter.queue());
        message.setBody(letter.body());
    }

    private static String poll(Entry entry) {
        return Json.write(Json.object().put("family", entry.key().family()).put("requestId", entry.key().requestId()));
    }

    /** A result of a request to whoever sent it. */
    Letter answer(String result, Entry asker) {
        JsonNode replyTo = asker.envelope().path("replyTo");
        return result(result, replyTo.isTextual() ? replyTo.asText() : null,
                CorrelationId.read(asker.envelope().path("correlationId")));
    }
}
