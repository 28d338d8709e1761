package dev.sluice.flow;

import dev.sluice.queue.MessageSignatures;
import dev.sluice.queue.Queues;
import dev.sluice.step.Letter;
import dev.sluice.step.Submission;
import dev.sluice.trace.Part;
import dev.sluice.trace.Traces;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes messages of letters. */
@Singleton
@Named("letters")
@Unremovable
public class Sending {

    private static final List<String> TOLD = List.of("requestId", "family", "provider", "account", "operation",
            "status");

    private final MessageSignatures signatures;
    private final Traces traces;

    Sending(MessageSignatures signatures, Traces traces) {
        this.traces = traces;
        this.signatures = signatures;
    }

    /**
     * Gives the JMS message its queue, properties, signature and delivery time; the body of the exchange is a
     * {@link Letter}.
     */
    public void address(Exchange exchange) {
        Message message = exchange.getMessage();
        Letter letter = message.getBody(Letter.class);
        message.removeHeaders("*");
        letter.properties().forEach((name, value) -> {
            if (value != null) {
                message.setHeader(name, value);
            }
        });
        signatures.of(letter.queue(), letter.body(), letter.properties())
                .ifPresent(signature -> message.setHeader(MessageSignatures.PROPERTY, signature));
        exchange.setProperty(Correlated.PROPERTY, letter.correlationId());
        if (letter.notBefore() != null) {
            message.setHeader("_AMQ_SCHED_DELIVERY", letter.notBefore());
        }
        message.setHeader("CamelJmsDestinationName", letter.queue());
        message.setBody(letter.body());
        if (letter.properties().get(Submission.TRACE) instanceof String trace) {
            trace(letter, trace);
        }
    }

    /** A result leaves, where the step's transaction is committed. */
    private void trace(Letter letter, String trace) {
        Part part = traces.begin(Part.Side.SENDS, letter.queue().equals(Queues.ATTENTION) ? "attention" : "result",
                trace, 0);
        TOLD.forEach(name -> part.says(name, letter.properties().get(name) instanceof String text ? text : null));
        part.end();
    }
}
