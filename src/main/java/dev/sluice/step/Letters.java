package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Recorded;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Lanes;
import dev.sluice.queue.Queues;
import dev.sluice.text.Shown;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes the messages that a step sends. */
@Singleton
public class Letters {

    /** What the broker gives STOMP and AMQP consumers as the content type. */
    private static final List<String> CONTENT_TYPES = List.of("_AMQ_CONTENT_TYPE", "JMS_AMQP_ContentType");

    /** Message properties of every result, by which consumers select. */
    public static final List<String> RESULT_PROPERTIES = List.of("requestId", "family", "provider", "account",
            "operation", "status", "isFinal", "sequence");

    private final ReplyQueue replyTo;
    private final Lanes lanes;
    private final Clock clock;

    public Letters(ReplyQueue replyTo, Lanes lanes, Clock clock) {
        this.replyTo = replyTo;
        this.lanes = lanes;
        this.clock = clock;
    }

    /**
     * A result to whoever asked: its reply-to where that can be reached, else the family's results queue, which each
     * tenant has one of.
     *
     * @param trace what the request is a part of, where it is traced
     */
    public Letter result(String result, String tenant, @Nullable String replyToName,
            @Nullable CorrelationId correlationId, @Nullable String trace) {
        ObjectNode read = Json.own(result);
        Map<String, Object> properties = new HashMap<>();
        for (String name : List.of("requestId", "family", "provider", "account", "operation", "status")) {
            properties.put(name, read.path(name).asText(null));
        }
        CONTENT_TYPES.forEach(name -> properties.put(name, "application/json"));
        properties.put("isFinal", read.path("final").asBoolean());
        properties.put("sequence", read.path("sequence").asInt());
        properties.put(Submission.TRACE, trace);
        if (!tenant.isEmpty()) {
            properties.put("tenant", tenant);
        }
        String queue = replyToName != null && replyTo.takes(replyToName, tenant) ? replyToName
                : Queues.results(read.path("family").asText(), tenant);
        return new Letter(queue, result, properties,
                correlationId != null ? correlationId : CorrelationId.of(read.path("requestId").asText(null)), null);
    }

    /** The newest result once more, for the message that asked again. */
    Letter replay(String result, Entry asker) {
        return answer(Json.write(Json.own(result).put("replayed", true)), asker);
    }

    /** All that a step recorded, as it is published the first time and every time it comes back. */
    List<Letter> recorded(Recorded recorded, Entry entry, @Nullable String submission) {
        List<Letter> letters = new ArrayList<>();
        if (recorded.result() != null) {
            Letter result = answer(recorded.result(), entry);
            letters.add(result);
            if (Status.UNRESOLVED.name().equals(result.properties().get("status"))) {
                letters.add(new Letter(Queues.ATTENTION, result.body(), result.properties(),
                        CorrelationId.of(entry.key().requestId()), null));
            }
        }
        if (recorded.followUp() != null) {
            letters.add(followUp(recorded.followUp(), entry, submission));
        }
        return letters;
    }

    /** The message of a step that follows. A submission that follows a poll is written from what the ledger keeps. */
    Letter followUp(String followUp, Entry entry, @Nullable String submission) {
        FollowUp next = FollowUp.read(followUp);
        if (next.to() != null) {
            Submission moved = Submission.read(Objects.requireNonNull(submission)).moved(next.to());
            return letter(lanes.of(next.to().provider(), next.to().account()).submissions(),
                    StepMessage.of(next, next.to().account(), moved.write()), null);
        }
        String body = !next.submission() ? Ask.about(entry.key()).write()
                : submission == null ? Submission.of(entry).write() : submission;
        return letter(next.submission() ? lane(entry).submissions() : lane(entry).asks(),
                StepMessage.of(next, entry.account(), body), next.at());
    }

    /** An ask at once, outside the chain of polls. */
    public Letter ask(String step, Entry entry) {
        return letter(lane(entry).asks(), StepMessage.first(step, entry.account(), Ask.about(entry.key()).write()),
                null);
    }

    /** A request that got past the door. */
    public Letter submission(String step, Submission submission) {
        String account = submission.request().path("account").asText();
        return letter(lanes.of(submission.request().path("provider").asText(), account).submissions(),
                StepMessage.first(step, account, submission.write()), null);
    }

    /** A submission once more, after a while. */
    Letter again(StepMessage message, Entry entry, long notBefore) {
        return letter(lane(entry).submissions(), message.again(), notBefore);
    }

    /**
     * What a provider says of a request, where it ended as something else.
     *
     * @param word where it is one of ours; else the outcome's error says what it is
     */
    Letter contradiction(Entry ended, @Nullable Status word, Outcome outcome) {
        ObjectNode body = Json.object().put("kind", "CONTRADICTION").put("requestId", ended.key().requestId())
                .put("family", ended.key().family()).put("provider", ended.provider()).put("account", ended.account())
                .put("operation", ended.operation()).put("status", Objects.requireNonNull(ended.status()).name());
        if (!ended.key().tenant().isEmpty()) {
            body.put("tenant", ended.key().tenant());
        }
        if (word != null) {
            body.put("said", word.name());
        }
        body.put("providerStatus", outcome.providerStatus()).put("message",
                Shown.line("it ended as " + ended.status() + "; the provider now says "
                        + (word == null ? "otherwise: " + outcome.why().message() : "that it is " + word)));
        return attention(body);
    }

    /** That the work of an account is held back, because the provider does not take its credentials. */
    public Letter refusedCredentials(Lane lane) {
        return attention(Json.object().put("kind", "AUTHENTICATION").put("provider", lane.provider())
                .put("account", lane.account())
                .put("message", "the provider refuses the account's credentials; its work is held back until they"
                        + " are taken"));
    }

    /**
     * That an account has less at its provider than it should, or as much again.
     *
     * @param currency none where the provider names none
     * @param least    what it should have
     */
    public Letter balance(Lane lane, @Nullable String currency, BigDecimal balance, BigDecimal least, boolean low) {
        String in = currency == null ? "" : " " + currency;
        ObjectNode body = Json.object().put("kind", "BALANCE").put("provider", lane.provider())
                .put("account", lane.account()).put("low", low).put("balance", balance.toPlainString())
                .put("threshold", least.toPlainString());
        if (currency != null) {
            body.put("currency", currency);
        }
        return attention(body.put("message", "the account has " + balance.toPlainString() + in + " at the provider, "
                + (low ? "less than" : "again no less than") + " the " + least.toPlainString() + in
                + " of limits.low-balance"));
    }

    /**
     * What calls an operator, beside the results that are UNRESOLVED; its members as {@code attention.schema.json} has
     * them.
     */
    Letter attention(ObjectNode body) {
        body.put("occurredAt", clock.instant().toString());
        Map<String, Object> properties = new HashMap<>();
        for (String name : List.of("kind", "requestId", "tenant", "family", "provider", "account", "operation")) {
            properties.put(name, body.path(name).textValue());
        }
        CONTENT_TYPES.forEach(name -> properties.put(name, "application/json"));
        return new Letter(Queues.ATTENTION, Json.write(body), properties,
                CorrelationId.of(body.path("requestId").textValue()), null);
    }

    /** An answer that came late, as a step of its own. */
    Letter late(Late late, Entry entry) {
        return letter(lane(entry).asks(), StepMessage.late("late-" + UUID.randomUUID(), entry.account(),
                new Ask(entry.key(), late).write()), null);
    }

    /** The next step of an act in bulk. */
    public Letter bulk(BulkStep step, @Nullable Long notBefore) {
        return letter(Queues.BULK, StepMessage.first(step.id(), "", step.write()), notBefore);
    }

    private Lane lane(Entry entry) {
        return lanes.of(entry.provider(), entry.account());
    }

    private static Letter letter(String queue, StepMessage message, @Nullable Long notBefore) {
        return new Letter(queue, message.body(), message.properties(), null, notBefore);
    }

    /** A result of a request to whoever sent it. */
    Letter answer(String result, Entry asker) {
        JsonNode replyTo = asker.envelope().path("replyTo");
        return result(result, asker.key().tenant(), replyTo.isTextual() ? replyTo.asText() : null,
                CorrelationId.read(asker.envelope().path("correlationId")), Submission.trace(asker.envelope()));
    }
}
