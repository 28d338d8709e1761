package dev.sluice.intake;

import dev.sluice.contract.Contract;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.step.Submission;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsMessage;

/**
 * Looks at the messages of Sluice's own queues, whether they are as Sluice writes them. One of another shape can not be processed however
 * often it comes back: it is laid on {@code sluice.dead} at once.
 */
@Singleton
@Named("ownQueues")
@Unremovable
public class OwnQueues {

    private static final Pattern STEP = Pattern.compile("[A-Za-z0-9-]{1,128}");
    private static final Pattern ACCOUNT = Pattern.compile("[a-z][a-z0-9]{0,31}");
    private static final Pattern DELIVERY = Pattern.compile("\\P{Cntrl}{1,128}");
    private static final Map<String, Class<?>> HEADERS = Map.of("attempt", Integer.class, "repeat", Integer.class,
            "handed", Boolean.class, "chained", Boolean.class);

    private final Contract contract;
    private final DeadLetters deadLetters;

    OwnQueues(Contract contract, DeadLetters deadLetters) {
        this.contract = contract;
        this.deadLetters = deadLetters;
    }

    /** What is wrong with a message; names a place in it and quotes nothing. */
    private interface Shape {
        String fault(Message message, Arrival arrival);
    }

    /** A request that got past the door; the variable {@code submission} becomes what it says. */
    public void submission(Exchange exchange, String queue, String provider) throws JMSException {
        look(exchange, queue, (message, arrival) -> {
            Submission submission = Submission.read(arrival.text());
            exchange.setVariable("submission", submission);
            return names(submission.family(), submission.requestId())
                    && provider.equals(submission.request().path("provider").asText()) ? null : "it is no request of this provider";
        });
    }

    /** Something that asks what became of a request. */
    public void ask(Exchange exchange, String queue) throws JMSException {
        look(exchange, queue, (message, arrival) -> {
            var asked = Json.own(arrival.text());
            return names(asked.path("family").asText(), asked.path("requestId").asText()) ? null : "it names no request";
        });
    }

    /** A webhook that was verified. */
    public void delivery(Exchange exchange, String queue) throws JMSException {
        look(exchange, queue, (message, arrival) -> {
            String delivery = Arrival.property(message, "delivery", String.class);
            String account = Arrival.property(message, "account", String.class);
            return delivery == null || !DELIVERY.matcher(delivery).matches() || account == null ? "it is no delivery of a webhook" : null;
        });
    }

    private boolean names(String family, String requestId) {
        return contract.families().contains(family) && Key.isRequestId(requestId);
    }

    /** The message is left to its step; or the body is a dead letter, and {@code misfit} set. */
    private void look(Exchange exchange, String queue, Shape shape) throws JMSException {
        Message message = exchange.getMessage(JmsMessage.class).getJmsMessage();
        Arrival arrival = Arrival.of(message);
        String fault = fault(message, arrival, shape);
        exchange.setVariable("misfit", fault != null);
        if (fault != null) {
            Arrival.take(exchange);
            exchange.getMessage().setBody(List.of(deadLetters.letter(arrival, "it is not a message that Sluice wrote: " + fault,
                    Category.VALIDATION, queue, null)));
        }
    }

    private static String fault(Message message, Arrival arrival, Shape shape) {
        String step = Arrival.property(message, "step", String.class);
        if (step == null || !STEP.matcher(step).matches()) {
            return "the message property step: must be an id of a step";
        }
        Object account = Arrival.property(message, "account", Object.class);
        if (account != null && !(account instanceof String name && ACCOUNT.matcher(name).matches())) {
            return "the message property account: must be an account's name";
        }
        for (Map.Entry<String, Class<?>> header : HEADERS.entrySet()) {
            Object value = Arrival.property(message, header.getKey(), Object.class);
            if (value != null && !header.getValue().isInstance(value)) {
                return "the message property " + header.getKey() + ": must be of the type " + header.getValue().getSimpleName();
            }
        }
        if (!arrival.readable()) {
            return "it is neither a text nor a bytes message";
        }
        try {
            return shape.fault(message, arrival);
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
