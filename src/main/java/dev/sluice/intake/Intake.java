package dev.sluice.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.ReplyTo;
import dev.sluice.contract.Contract;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Results;
import dev.sluice.step.Submission;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;

/**
 * The door: reads and checks a request, and passes it on under a step id of Sluice's own. What is refused here is
 * answered {@code REJECTED} with sequence 0, and its requestId is not used up.
 */
@Singleton
@Named("intake")
@Unremovable
public class Intake {

    private static final int LARGEST_BODY = 64 << 10;

    private final Contract contract;
    private final Providers providers;
    private final Routing routing;
    private final Ledger ledger;
    private final Kept kept;
    private final ReplyTo replyTo;
    private final Letters letters;
    private final DeadLetters deadLetters;
    private final Clock clock;

    Intake(Contract contract, Providers providers, Routing routing, Ledger ledger, Kept kept, ReplyTo replyTo,
           Letters letters, DeadLetters deadLetters, Clock clock) {
        this.contract = contract;
        this.providers = providers;
        this.routing = routing;
        this.ledger = ledger;
        this.kept = kept;
        this.replyTo = replyTo;
        this.letters = letters;
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** The body of the exchange becomes the letters to publish: the submission, or a refusal, or a dead letter. */
    public void admit(Exchange exchange, String family, String queue, String provider) throws JMSException {
        Arrival arrival = Arrival.of(exchange.getMessage(JmsMessage.class).getJmsMessage());
        exchange.getMessage().removeHeaders("*");
        exchange.getMessage().setBody(letters(arrival, family, queue, provider.isEmpty() ? null : provider));
    }

    private List<Letter> letters(Arrival arrival, String family, String queue, String provider) {
        ObjectNode request;
        try {
            request = read(arrival);
            if (contract.requestId(family, request).isEmpty()) {
                throw new Unreadable(contract.check(family, request).map(violation -> violation.text())
                        .orElse("requestId: is required"));
            }
        } catch (Unreadable e) {
            return unreadable(arrival, family, queue, e.getMessage());
        }
        boolean reachable = arrival.replyTo() == null || replyTo.isAllowed(arrival.replyTo());
        try {
            if (!reachable) {
                throw new Refused(Category.AUTHORIZATION, "reply-to: must be a temporary queue or match sluice.reply-to.allowed");
            }
            return List.of(pass(family, request, provider, arrival));
        } catch (Refused e) {
            ObjectNode believed = contract.believed(family, request);
            if (provider != null && !believed.has("provider")) {
                believed.put("provider", provider);
            }
            return List.of(refusal(family, believed, e.failure(), reachable ? arrival.replyTo() : null, arrival.correlationId()));
        }
    }

    private Letter pass(String family, ObjectNode request, String queueOf, Arrival arrival) throws Refused {
        check(contract.check(family, request).map(violation -> violation.text()), Category.VALIDATION);
        Provider provider = provider(family, request, queueOf);
        String operation = request.path("operation").asText();
        String member = contract.member(family);
        check(contract.checkFields(provider.name(), operation, request.get(member), member)
                .map(violation -> violation.text()), Category.VALIDATION);
        reserved(provider, request.path(member), member);
        templated(provider.operations().get(operation), request.path(member), member);
        check(Optional.ofNullable(provider.unusable(request.path("account").asText())), Category.CONFIGURATION);
        check(Optional.ofNullable(provider.unusableOperation(operation)), Category.CONFIGURATION);
        about(provider, provider.operations().get(operation), family, request, member);

        ObjectNode envelope = Json.object().put("replyTo", arrival.replyTo()).put("correlationId", arrival.correlationId());
        envelope.set("metadata", request.remove("metadata"));
        boolean expired = request.has("expiresAt") && OffsetDateTime.parse(request.path("expiresAt").asText()).toInstant()
                .isBefore(clock.instant());
        Submission submission = new Submission(family, request, kept.hash(request, member),
                kept.document(request, member), envelope, expired);
        return new Letter("sluice.submit." + provider.name(), submission.write(),
                Map.of("step", UUID.randomUUID().toString()), null, null);
    }

    /** The provider that serves the request; it and its account are written into the request. */
    private Provider provider(String family, ObjectNode request, String queueOf) throws Refused {
        String named = request.path("provider").asText(queueOf);
        String account = null;
        if (queueOf != null && !queueOf.equals(named)) {
            throw new Refused(Category.VALIDATION, "provider: must be absent or " + queueOf + " on this queue");
        }
        if (named == null) {
            Routing.Target target = routing.route(family, request).orElseThrow(() -> new Refused(Category.VALIDATION,
                    "provider: is required, since no routing rule names one for this request"));
            named = target.provider();
            account = target.account();
        }
        Provider provider = providers.get(named);
        if (provider == null || !provider.family().equals(family)) {
            throw new Refused(Category.VALIDATION, "provider: is not a provider of the family " + family);
        }
        request.put("provider", named);
        request.put("account", request.path("account").asText(account == null ? "default" : account));
        return provider;
    }

    private static void reserved(Provider provider, JsonNode content, String member) throws Refused {
        for (Map.Entry<String, JsonNode> field : content.properties()) {
            String text = field.getValue().asText();
            if (provider.reserved().chars().anyMatch(character -> text.indexOf(character) >= 0)) {
                throw new Refused(Category.VALIDATION, member + "." + field.getKey() + ": must not hold any of "
                        + provider.reserved() + ", which " + provider.name() + "'s signature cannot tell apart");
            }
        }
    }

    /** Of the free {@code fields}, only those that the operator's body template uses are sent; others would be lost. */
    private static void templated(Operation operation, JsonNode content, String member) throws Refused {
        if (operation.fields() != null) {
            for (Map.Entry<String, JsonNode> field : content.path("fields").properties()) {
                if (!operation.fields().contains(field.getKey())) {
                    throw new Refused(Category.VALIDATION, member + ".fields." + field.getKey()
                            + ": is not used by the body of this operation");
                }
            }
        }
    }

    /** A request about an earlier one: what the provider must be told of that one is written into the request. */
    private void about(Provider provider, Operation operation, String family, ObjectNode request, String member)
            throws Refused {
        if (operation.about() == null || !request.path(member).has(operation.about().field())) {
            return;
        }
        String field = member + "." + operation.about().field();
        Entry earlier = ledger.find(new Key(family, request.path(member).path(operation.about().field()).asText()))
                .filter(entry -> entry.provider().equals(provider.name())
                        && entry.account().equals(request.path("account").asText()))
                .orElseThrow(() -> new Refused(Category.NOT_FOUND, field + ": no such request of this provider and account is known"));
        if (!operation.about().operations().contains(earlier.operation())) {
            throw new Refused(Category.VALIDATION, field + ": must be a request for " + String.join(" or ", operation.about().operations()));
        }
        if (operation.about().accepted() && earlier.providerReference() == null) {
            throw new Refused(Category.NOT_FOUND, field + ": the provider has not accepted that request");
        }
        request.putObject("earlier").put("requestId", earlier.key().requestId()).put("operation", earlier.operation())
                .put("providerReference", earlier.providerReference());
    }

    private static ObjectNode read(Arrival arrival) throws Unreadable {
        if (!arrival.readable()) {
            throw new Unreadable("it is neither a text nor a bytes message");
        }
        byte[] bytes = arrival.bytes();
        if (bytes.length > LARGEST_BODY) {
            throw new Unreadable("the body is larger than 64 KiB");
        }
        JsonNode read = arrival.body() instanceof String text ? Json.read(text, Json.Numbers.AMOUNT_AS_TEXT)
                : Json.read(bytes, Json.Numbers.AMOUNT_AS_TEXT);
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new Unreadable("the body is not a JSON object");
    }

    private List<Letter> unreadable(Arrival arrival, String family, String queue, String reason) {
        List<Letter> letters = new ArrayList<>();
        letters.add(deadLetters.letter(arrival.body(), reason, Category.VALIDATION, queue, null));
        boolean answerable = arrival.replyTo() != null && replyTo.isAllowed(arrival.replyTo());
        if (answerable || arrival.correlationId() != null) {
            letters.add(refusal(family, Json.object(), new Failure(Category.VALIDATION, null, reason),
                    answerable ? arrival.replyTo() : null, arrival.correlationId()));
        }
        return letters;
    }

    private Letter refusal(String family, ObjectNode request, Failure failure, String replyTo, String correlationId) {
        return letters.result(Results.refusal(family, request, failure, clock.instant()), replyTo, correlationId);
    }

    private static void check(Optional<String> reason, Category category) throws Refused {
        if (reason.isPresent()) {
            throw new Refused(category, reason.get());
        }
    }
}
