package dev.sluice.intake;

import dev.sluice.contract.Contract;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.passage.Passage;
import dev.sluice.queue.MessageSignatures;
import dev.sluice.queue.Queues;
import dev.sluice.step.Ask;
import dev.sluice.step.BulkStep;
import dev.sluice.step.StepMessage;
import dev.sluice.step.Submission;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the messages of Sluice's own queues, whether Sluice wrote them, by their signature, and whether they are as it
 * writes them. Another one can not be processed however often it comes back: it is laid on {@code sluice.dead} at once.
 */
@Singleton
@Named("ownQueues")
@Unremovable
public class OwnQueues {

    private static final Pattern DELIVERY = Pattern.compile("\\P{Cntrl}{1,128}");

    private final Contract contract;
    private final DeadLetters deadLetters;
    private final MessageSignatures signatures;

    OwnQueues(Contract contract, DeadLetters deadLetters, MessageSignatures signatures) {
        this.signatures = signatures;
        this.contract = contract;
        this.deadLetters = deadLetters;
    }

    /** What is wrong with a message, if anything; names a place in it and quotes nothing. */
    private interface Shape {
        @Nullable
        String fault(Passage passage, StepMessage read, Message message);
    }

    /** A request that got past the door. */
    public void submission(Exchange exchange, String queue, String provider) throws JMSException {
        look(exchange, queue, (passage, read, message) -> {
            Submission submission = Submission.read(read.body());
            passage.says(read, submission, null);
            return names(submission.key())
                    && provider.equals(submission.request().path("provider").asText()) ? null
                            : "it is no request"
                                    + " of this provider";
        });
    }

    /** Something that asks what became of a request. */
    public void ask(Exchange exchange, String queue) throws JMSException {
        look(exchange, queue, (passage, read, message) -> {
            Ask ask = Ask.read(read.body());
            passage.says(read, null, ask);
            return names(ask.key()) ? null : "it names no request";
        });
    }

    /** A webhook that was verified. */
    public void delivery(Exchange exchange, String queue) throws JMSException {
        look(exchange, queue, (passage, read, message) -> {
            String delivery = Arrival.property(message, "delivery", String.class);
            passage.says(read, null, null);
            return delivery == null || !DELIVERY.matcher(delivery).matches() || read.account().isEmpty()
                    ? "it is no delivery of a webhook" : null;
        });
    }

    /** A step of an act in bulk. */
    public void bulk(Exchange exchange) throws JMSException {
        look(exchange, Queues.BULK, (passage, read, message) -> {
            BulkStep step = BulkStep.read(read.body());
            passage.says(read, null, null);
            return step.isPossible() ? null : "it is no step of an act in bulk";
        });
    }

    private boolean names(Key key) {
        return contract.families().contains(key.family()) && key.isPossible();
    }

    /** The message is left to its step; or the body is a dead letter, and the variable {@code misfit} set. */
    private void look(Exchange exchange, String queue, Shape shape) throws JMSException {
        Message message = Arrival.take(exchange);
        Arrival arrival = Arrival.of(message);
        String forged = signatures.fault(queue, arrival.body(), name -> Arrival.property(message, name, Object.class));
        String fault = forged != null ? forged : fault(Passage.of(exchange), message, arrival, shape);
        exchange.setVariable("misfit", fault != null);
        if (fault == null) {
            signatures.taken(name -> Arrival.property(message, name, Object.class));
        } else {
            exchange.getMessage().setBody(List.of(deadLetters.letter(arrival, "it is not a message that Sluice"
                    + " wrote: " + fault, Category.VALIDATION, queue, "", null)));
        }
    }

    private static @Nullable String fault(Passage passage, Message message, Arrival arrival, Shape shape) {
        try {
            StepMessage read = StepMessage.read(name -> Arrival.property(message, name, Object.class), arrival.text());
            return arrival.readable() ? shape.fault(passage, read, message) : "it is neither a text nor a bytes"
                    + " message";
        } catch (IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
