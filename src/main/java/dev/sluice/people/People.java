package dev.sluice.people;

import dev.sluice.broker.CorrelationId;
import dev.sluice.broker.ReplyTo;
import dev.sluice.intake.Arrival;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.LedgerTime;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome;
import dev.sluice.step.Letter;
import dev.sluice.step.Steps;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;

/** Carries out what people ask for on {@code sluice.people}, notes it in the ledger, and tells them what came of it. */
@Singleton
@Named("people")
@Unremovable
public class People {

    private static final String DEMAND = "demand";
    private static final String ANSWER_TO = "answerTo";
    private static final String REFUSED = "refused";

    private final Ledger ledger;
    private final LedgerTime time;
    private final Steps steps;
    private final DeadLetters deadLetters;
    private final ReplyTo replyTo;

    People(Ledger ledger, LedgerTime time, Steps steps, DeadLetters deadLetters, ReplyTo replyTo) {
        this.ledger = ledger;
        this.time = time;
        this.steps = steps;
        this.deadLetters = deadLetters;
        this.replyTo = replyTo;
    }

    /** The body becomes the letters to publish; sets {@code call} where the provider is to be asked. */
    public void act(Exchange exchange) throws JMSException {
        Message message = Arrival.take(exchange);
        Arrival arrival = Arrival.of(message);
        String step = Arrival.property(message, "step", String.class);
        exchange.setVariable("call", null);
        exchange.getMessage().setBody(List.of());
        try {
            Demand demand = Demand.read(arrival, step);
            exchange.setVariable(DEMAND, demand);
            exchange.setVariable(ANSWER_TO, replyTo.takes(arrival.replyTo()) ? arrival.replyTo() : null);
            exchange.setVariable(REFUSED, carryOut(exchange, demand));
        } catch (Demand.Unusable e) {
            exchange.getMessage().setBody(List.of(
                    deadLetters.letter(arrival, e.getMessage(), Category.VALIDATION, "sluice.people", null)));
        }
    }

    /** The body becomes the answer to who asked for it, where there is one to answer. */
    public void answer(Exchange exchange) {
        Demand demand = exchange.getVariable(DEMAND, Demand.class);
        String to = exchange.getVariable(ANSWER_TO, String.class);
        if (to == null) {
            exchange.getMessage().setBody(List.of());
            return;
        }
        String refused = exchange.getVariable(REFUSED, String.class);
        String status = demand.isAboutRequest() ? ledger.find(demand.act().key()).map(Entry::status).map(Enum::name).orElse(null) : null;
        String text = refused != null ? refused : status != null ? said(exchange) + "it is " + status
                : demand.day() != null ? "confirmed" : "it is noted";
        exchange.getMessage().setBody(List.of(new Letter(to, Json.write(Json.object().put("done", refused == null)
                .put("text", text).put("status", status)), Map.of(), CorrelationId.of(demand.act().stepId()), null)));
    }

    /** Why it is not done, null where it is. */
    private String carryOut(Exchange exchange, Demand demand) {
        Act act = demand.act();
        if (demand.day() != null) {
            return time.confirm(act, demand.day());
        }
        if (!demand.isAboutRequest()) {
            ledger.note(act);
            return null;
        }
        Optional<Entry> found = ledger.find(act.key());
        if (found.isEmpty()) {
            return "the ledger knows no request " + act.key().requestId() + " of " + act.key().family();
        }
        if (demand.decides()) {
            return steps.decide(exchange, act, demand.status()) ? null : undecidable(ledger.find(act.key()).orElseThrow());
        }
        if (found.get().isFinal()) {
            return "it ended as " + found.get().status() + " already";
        }
        if (!steps.askNow(exchange, act.stepId(), found.get())) {
            return "the provider cannot be asked about it; look there, then resolve it";
        }
        ledger.note(act);
        return null;
    }

    private static String undecidable(Entry entry) {
        return entry.isFinal() ? "it ended as " + entry.status() + " already"
                : entry.status() == null ? "it is under way; only what was not heard of for ten minutes can be resolved"
                : "it is " + entry.status() + ": the provider is being asked; only what is UNKNOWN or UNRESOLVED can be resolved";
    }

    private static String said(Exchange exchange) {
        Outcome outcome = exchange.getVariable("outcome", Outcome.class);
        if (outcome == null) {
            return "";
        }
        String status = outcome.providerStatus() == null ? "" : " (status " + outcome.providerStatus() + ")";
        return (outcome.error() == null ? "the provider says " + outcome.kind() + status : outcome.error().message()) + "; ";
    }
}
