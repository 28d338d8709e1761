package dev.sluice.flow;

import dev.sluice.queue.MessageSignatures;
import dev.sluice.step.Letter;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Makes messages of letters. */
@Singleton
@Named("letters")
@Unremovable
public class Sending {

    private final MessageSignatures signatures;

    Sending(MessageSignatures signatures) {
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
    }
}
