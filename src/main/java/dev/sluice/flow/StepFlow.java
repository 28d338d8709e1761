package dev.sluice.flow;

import dev.sluice.call.CallLines;
import dev.sluice.lane.Gates;
import dev.sluice.outcome.Outcome;
import dev.sluice.passage.Passage;
import dev.sluice.step.Next;
import dev.sluice.step.Steps;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Objects;
import org.apache.camel.Exchange;

/** The steps of the protocol, where flows call them. */
@Singleton
@Named("steps")
@Unremovable
public class StepFlow {

    private final Steps steps;
    private final Gates gates;
    private final CallLines lines;

    StepFlow(Steps steps, Gates gates, CallLines lines) {
        this.lines = lines;
        this.steps = steps;
        this.gates = gates;
    }

    /** A request that got past the door; its message goes back where submissions are held back since it got past. */
    public void submit(Exchange exchange) {
        Passage passage = Passage.of(exchange);
        Next next = steps.submit(passage.delivery(), passage.message(), Objects.requireNonNull(passage.submission()),
                passage.turnedAway());
        if (next instanceof Next.Back) {
            // Once more is soon enough: by then what holds it is known at the gate, where it waits.
            exchange.setRollbackOnly(true);
            return;
        }
        passage.next(exchange, next);
    }

    /** Something that asks what became of a request. */
    public void ask(Exchange exchange) {
        Passage passage = Passage.of(exchange);
        passage.next(exchange, steps.ask(passage.delivery(), passage.message(), Objects.requireNonNull(passage.ask())));
    }

    /** Records what the call came to. */
    public void record(Exchange exchange) {
        Passage passage = Passage.of(exchange);
        Outcome outcome = Objects.requireNonNull(passage.outcome());
        // Where the account's credentials are known to be refused, no order is spent on hearing it once more.
        boolean known = gates.refused(exchange, outcome);
        try {
            Next.Publish publish = steps.record(passage.delivery(), passage.step(),
                    known ? outcome.notDone() : outcome, passage.exchanged());
            passage.outcome(publish.counts());
            passage.next(exchange, publish);
        } finally {
            lines.end();
        }
    }
}
