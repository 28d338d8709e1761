package dev.sluice.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.ReplyTo;
import dev.sluice.contract.Contract;
import dev.sluice.guard.Fault;
import dev.sluice.intake.Callers.Caller;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.passage.Passage;
import dev.sluice.queue.Queues;
import dev.sluice.step.CorrelationId;
import dev.sluice.step.Letter;
import dev.sluice.step.Letters;
import dev.sluice.step.Results;
import dev.sluice.step.Statuses;
import dev.sluice.step.Submission;
import dev.sluice.trace.Part;
import dev.sluice.trace.Traces;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The door: reads and checks a request, and passes it on under a step id of Sluice's own. What is refused here is
 * answered {@code REJECTED} with sequence 0, and its requestId is not used up.
 */
@Singleton
@Named("intake")
@Unremovable
public class Intake {

    private final Contract contract;
    private final Admission admission;
    private final Enquiries enquiries;
    private final ReplyTo replyTo;
    private final Letters letters;
    private final DeadLetters deadLetters;
    private final VolatileRequests volatileRequests;
    private final Callers callers;
    private final Statuses statuses;
    private final Clock clock;
    private final Traces traces;

    /**
     * Where a message came in.
     *
     * @param provider whose own queue it is, if it is one's
     */
    private record Door(String family, String queue, @Nullable String provider) {

        /** Whether it is asked there how requests stand, and nothing is ordered. */
        boolean isForQuestions() {
            return queue.equals(Queues.status(family));
        }
    }

    Intake(Contract contract, Admission admission, Enquiries enquiries, ReplyTo replyTo, Letters letters,
            DeadLetters deadLetters, VolatileRequests volatileRequests, Callers callers, Statuses statuses,
            Clock clock, Traces traces) {
        this.traces = traces;
        this.contract = contract;
        this.admission = admission;
        this.enquiries = enquiries;
        this.replyTo = replyTo;
        this.letters = letters;
        this.deadLetters = deadLetters;
        this.volatileRequests = volatileRequests;
        this.callers = callers;
        this.statuses = statuses;
        this.clock = clock;
    }

    /**
     * The body of the exchange becomes the letters to publish: the submission, or the answer to who asks for a status,
     * or a refusal, or a dead letter.
     */
    public void admit(Exchange exchange, String family, String queue, String provider) throws JMSException {
        Message message = Arrival.take(exchange);
        volatileRequests.look(message, queue);
        Arrival arrival = Arrival.of(message);
        Part part = traces.begin(Part.Side.TAKES, "take", arrival.trace(), Passage.of(exchange).nanos())
                .says("family", family);
        try {
            exchange.getMessage().setBody(letters(arrival, callers.of(message),
                    new Door(family, queue, provider.isEmpty() ? null : provider), part));
        } finally {
            part.end();
        }
    }

    private List<Letter> letters(Arrival arrival, Caller caller, Door door, Part part) {
        String family = door.family();
        boolean asks = door.isForQuestions();
        ObjectNode request;
        try {
            request = arrival.object();
            if (contract.requestId(family, request).isEmpty()) {
                throw new Unreadable((asks ? contract.checkEnquiry(request) : contract.check(family, request))
                        .map(violation -> violation.text()).orElse("requestId: is required"));
            }
        } catch (Unreadable e) {
            return unreadable(arrival, caller, door, e.getMessage(), part);
        }
        boolean reachable = arrival.replyTo() == null || reaches(arrival, caller);
        Fault fault = arrival.fault();
        try {
            if (caller.fault() != null) {
                throw new Refused(Category.AUTHORIZATION, caller.fault());
            }
            if (!reachable) {
                throw new Refused(Category.AUTHORIZATION, "reply-to: must be a temporary queue or match"
                        + " sluice.reply-to.allowed,"
                        + " and be a queue that can be sent to");
            }
            if (fault != null) {
                throw new Refused(Category.VALIDATION, fault.text());
            }
            return List.of(asks ? enquiries.answer(family, request, arrival, caller, part)
                    : pass(family, request, door.provider(), arrival, caller, part));
        } catch (Refused e) {
            ObjectNode believed = asks ? Enquiries.believed(request.path("requestId").asText())
                    : contract.believed(family, request);
            if (door.provider() != null && !believed.has("provider")) {
                believed.put("provider", door.provider());
            }
            Letter refusal = refusal(door, caller, believed, e.failure(), reachable ? arrival.replyTo() : null,
                    arrival.correlationId(), part);
            if (!caller.isKnown()) {
                // Its sender may not be able to read where it is answered.
                return List.of(deadLetters.letter(caller, arrival, e.failure().message(), Category.AUTHORIZATION,
                        door.queue(), request.path("requestId").asText()), refusal);
            }
            return fault == null || !fault.isMalformed() ? List.of(refusal)
                    : List.of(deadLetters.letter(caller, arrival, fault.text(), Category.VALIDATION, door.queue(),
                            request.path("requestId").asText()), refusal);
        }
    }

    private Letter pass(String family, ObjectNode request, @Nullable String queueOf, Arrival arrival, Caller caller,
            Part part) throws Refused {
        ObjectNode envelope = Json.object().put("replyTo", arrival.replyTo());
        envelope.set("correlationId", arrival.correlationId() == null ? null : arrival.correlationId().json());
        Submission.putTenant(caller.tenant(), envelope);
        Submission submission = admission.of(family, request, queueOf, envelope);
        String step = UUID.randomUUID().toString();
        says(part, submission.request()).says("step", step);
        if (part.context() != null) {
            envelope.put(Submission.TRACE, part.context());
        }
        return letters.submission(step, submission);
    }

    private static Part says(Part part, ObjectNode request) {
        for (String name : List.of("requestId", "provider", "account", "operation")) {
            part.says(name, request.path(name).textValue());
        }
        return part;
    }

    /** Of who is not known nobody can tell which queues he may name. */
    private boolean reaches(Arrival arrival, Caller caller) {
        return caller.isKnown() && replyTo.reaches(arrival.replyTo(), caller.tenant());
    }

    private List<Letter> unreadable(Arrival arrival, Caller caller, Door door, String reason, Part part) {
        List<Letter> letters = new ArrayList<>();
        letters.add(deadLetters.letter(caller, arrival, reason, Category.VALIDATION, door.queue(), null));
        boolean answerable = reaches(arrival, caller);
        if (answerable || arrival.correlationId() != null) {
            letters.add(refusal(door, caller, door.isForQuestions() ? Enquiries.believed(null) : Json.object(),
                    new Failure(Category.VALIDATION, null, reason), answerable ? arrival.replyTo() : null,
                    arrival.correlationId(), part));
        }
        return letters;
    }

    private Letter refusal(Door door, Caller caller, ObjectNode request, Failure failure, @Nullable String replyTo,
            @Nullable CorrelationId correlationId, Part part) {
        says(part, request).failed(failure.category().name());
        Letter refusal = letters.result(Results.refusal(door.family(), request, failure, clock.instant()),
                caller.isKnown() ? caller.tenant() : "",
                replyTo, correlationId, part.context());
        if (door.isForQuestions()) {
            // It is no result of the request: under the requestId it would be taken for the order's end.
            return refusal.under(correlationId);
        }
        statuses.count(refusal);
        return refusal;
    }
}
