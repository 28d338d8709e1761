package dev.sluice.people;

import dev.sluice.broker.ReplyTo;
import dev.sluice.intake.Arrival;
import dev.sluice.intake.DeadLetters;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.LedgerTime;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.PlanRows;
import dev.sluice.ledger.WebhookRows;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.passage.Passage;
import dev.sluice.queue.Queues;
import dev.sluice.step.CorrelationId;
import dev.sluice.step.Letter;
import dev.sluice.step.Next;
import dev.sluice.step.Steps;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Carries out what people ask for on {@code sluice.people}, notes it in the ledger, and tells them what came of it. */
@Singleton
@Named("people")
@Unremovable
public class People {

    private static final Logger LOG = Logger.getLogger(People.class);
    private static final String ASKED = Asked.class.getName();

    /**
     * What a person is to be answered.
     *
     * @param to      the queue, where somebody waits for an answer
     * @param refused why it is not done, where it is not
     */
    private record Asked(Demand demand, @Nullable String to, @Nullable String refused) {
    }

    private final Ledger ledger;
    private final LedgerTime time;
    private final PlanRows plans;
    private final HeldPlaces held;
    private final WebhookRows webhooks;
    private final Steps steps;
    private final DeadLetters deadLetters;
    private final ReplyTo replyTo;
    private final Deciders deciders;
    private final Decidable decidable;
    private final BulkActs bulks;
    private final Approvals approvals;

    People(Ledger ledger, LedgerTime time, PlanRows plans, HeldPlaces held, WebhookRows webhooks, Steps steps,
            DeadLetters deadLetters, ReplyTo replyTo, Deciders deciders, Decidable decidable, BulkActs bulks,
            Approvals approvals) {
        this.held = held;
        this.webhooks = webhooks;
        this.decidable = decidable;
        this.bulks = bulks;
        this.approvals = approvals;
        this.ledger = ledger;
        this.time = time;
        this.plans = plans;
        this.steps = steps;
        this.deadLetters = deadLetters;
        this.replyTo = replyTo;
        this.deciders = deciders;
    }

    /** Does what is asked for, up to what has to be called for. */
    public void act(Exchange exchange) throws JMSException {
        Message message = Arrival.take(exchange);
        Arrival arrival = Arrival.of(message);
        Passage passage = Passage.of(exchange);
        String to = replyTo.takes(arrival.replyTo(), "") ? arrival.replyTo() : null;
        String step = Arrival.property(message, "step", String.class);
        try {
            Demand said = Demand.read(arrival, step);
            String refused = deciders.refusal(message);
            if (refused != null) {
                passage.next(exchange, Next.Publish.of(refusal(arrival, said, to, refused)));
                return;
            }
            Demand demand = found(deciders.own(said, message));
            passage.next(exchange, Next.Publish.of(List.of()));
            exchange.setProperty(ASKED, new Asked(demand, to, carryOut(exchange, passage, demand)));
        } catch (Demand.Unusable e) {
            Letter dead = deadLetters.letter(arrival, e.getMessage(), Category.VALIDATION, Queues.PEOPLE, "", null);
            passage.next(exchange, Next.Publish.of(answered(dead, to, step, e.getMessage())));
        }
    }

    /** With the request that its webhook was about, where it is one and that is known. */
    private Demand found(Demand demand) {
        return demand.webhook() == null ? demand
                : webhooks.find(demand.webhook()).filter(row -> row.family() != null && row.requestId() != null)
                        .map(row -> demand.about(Key.named(Objects.requireNonNull(row.family()),
                                Objects.requireNonNull(row.requestId()))))
                        .orElse(demand);
    }

    /** The body becomes the answer to who asked for it, where there is one to answer. */
    public void answer(Exchange exchange) {
        Asked asked = exchange.getProperty(ASKED, Asked.class);
        exchange.getMessage().setBody(
                asked == null || asked.to == null ? List.of()
                        : List.of(answer(asked, asked.to, Passage.of(exchange).outcome())));
    }

    private List<Letter> refusal(Arrival arrival, Demand demand, @Nullable String to, String why) {
        LOG.warnf("Refused on %s, and put on %s: %s", Queues.PEOPLE, Queues.DEAD, why);
        Letter dead = deadLetters.letter(arrival, why, Category.AUTHORIZATION, Queues.PEOPLE, "", null);
        return answered(dead, to, demand.act().stepId(), why);
    }

    private static List<Letter> answered(Letter dead, @Nullable String to, @Nullable String step, String why) {
        return to == null ? List.of(dead) : List.of(dead, letter(step, to, false, why, null));
    }

    private Letter answer(Asked asked, String to, @Nullable Outcome outcome) {
        Demand demand = asked.demand;
        String status = demand.isAboutRequest()
                ? ledger.find(demand.key()).map(Entry::status).map(Enum::name).orElse(null) : null;
        String text = asked.refused != null ? asked.refused
                : approvals.areNeeded(demand) ? Approvals.told(demand.act()) : told(demand, status, outcome);
        return letter(demand.act().stepId(), to, asked.refused == null, text, status);
    }

    private String told(Demand demand, @Nullable String status, @Nullable Outcome outcome) {
        return status != null && !demand.act().act().equals(Act.NOTE) ? said(outcome) + "it is " + status
                : demand.day() != null ? "confirmed" : demand.plan() != null ? "it is wanted now"
                        : demand.isAboutSubmissions() ? held.told(demand.act(), demand.place())
                                : demand.many() != null ? "it begins"
                                        : demand.bulk() != null ? changed(demand.act()) : "it is noted";
    }

    private static String changed(Act act) {
        return switch (act.act()) {
            case Act.APPROVE -> "it is approved, and begins";
            case Act.WITHDRAW -> "it is withdrawn";
            case Act.BULK_STOP -> "it is stopped; no more of it is done, and what was done stays";
            case Act.BULK_RESUME -> "it is not stopped; what waits of it goes on";
            default -> "it is noted";
        };
    }

    /** @param step the act's, by which who asked knows the answer */
    private static Letter letter(@Nullable String step, String to, boolean done, String text, @Nullable String status) {
        return new Letter(to, Json.write(Json.object().put("done", done).put("text", text).put("status", status)),
                Map.of(), CorrelationId.of(step), null);
    }

    /** Why it is not done, where it is not. */
    private @Nullable String carryOut(Exchange exchange, Passage passage, Demand demand) {
        Act act = demand.act();
        if (demand.day() != null) {
            return time.confirm(act, demand.day());
        }
        if (demand.plan() != null) {
            plans.want(act, demand.plan(), demand.leaveOpen());
            return null;
        }
        if (demand.isAboutSubmissions()) {
            return held.carryOut(act, demand.place());
        }
        if (!demand.isAboutRequest() && demand.webhook() != null) {
            return webhooks.find(demand.webhook()).isEmpty() ? "no verified webhook " + demand.webhook() + " is kept"
                    : "when it came, it was about no request that the ledger knew; if it knows one now, ./sluice orders"
                            + " ask ID has the provider asked about that";
        }
        if (demand.many() != null || demand.bulk() != null) {
            List<Letter> next = new ArrayList<>();
            String refused = demand.bulk() != null
                    ? bulks.change(passage.delivery(), act, demand.bulk(), next)
                    : bulks.begin(demand, Objects.requireNonNull(demand.many()), next);
            passage.next(exchange, Next.Publish.of(next));
            return refused;
        }
        if (!demand.isAboutRequest()) {
            ledger.note(act);
            return null;
        }
        Optional<Entry> found = ledger.find(demand.key());
        if (found.isEmpty()) {
            return "the ledger knows no request " + demand.key().name() + " of " + demand.key().family();
        }
        if (act.act().equals(Act.NOTE)) {
            ledger.note(act);
            return null;
        }
        if (approvals.areNeeded(demand)) {
            return approvals.want(demand, found.get());
        }
        Status end = demand.status();
        if (end != null) {
            Optional<Next> decided = steps.decide(passage.delivery(), act, end);
            decided.ifPresent(next -> passage.next(exchange, next));
            return decided.isPresent() ? null : decidable.undecided(ledger.find(demand.key()).orElseThrow());
        }
        String refused = decidable.unaskable(act.stepId(), found.get());
        if (refused != null) {
            return refused;
        }
        passage.next(exchange, steps.askNow(act.stepId(), found.get()).orElseThrow());
        ledger.note(act);
        return null;
    }

    private static String said(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "";
        }
        String status = outcome.providerStatus() == null ? "" : " (status " + outcome.providerStatus() + ")";
        return (outcome.error() == null ? "the provider says " + outcome.kind() + status : outcome.error().message())
                + "; ";
    }
}
