package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.Delivery;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Claim;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Heard;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.Recorded;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.outcome.Outcomes;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Status;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Operation.Lost;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * What a step does around its call: before it, the ledger says whether there is anything to call; after it, the outcome
 * is recorded, and only what is recorded is published.
 */
@Singleton
@Named("steps")
@Unremovable
public class Steps {

    private static final long DUPLICATE_WAITS_MILLIS = 500;
    private static final long DUPLICATE_WAITS_AT_MOST = 10_000;

    private final Ledger ledger;
    private final Providers providers;
    private final Letters letters;
    private final Aside aside;
    private final LastWords lastWords;
    private final Clock clock;
    private final UnlistedWords unlisted;
    private final Optional<String> publicUrl;

    Steps(Ledger ledger, Providers providers, Letters letters, Aside aside, LastWords lastWords, UnlistedWords unlisted, Clock clock,
          @ConfigProperty(name = "sluice.public-url") Optional<String> publicUrl) {
        this.publicUrl = publicUrl;
        this.unlisted = unlisted;
        this.ledger = ledger;
        this.providers = providers;
        this.letters = letters;
        this.aside = aside;
        this.lastWords = lastWords;
        this.clock = clock;
    }

    /** A request that got past the door: claims it. Sets {@code call} where the provider is to be called. */
    public void submit(Exchange exchange) {
        Delivery delivery = Delivery.take(exchange);
        String id = delivery.required("step");
        Submission submission = exchange.getVariable("submission") instanceof Submission read ? read : Submission.read(delivery.text());
        Entry wanted = submission.entry();
        if (submission.expiredAtDoor() && ledger.find(wanted.key()).isEmpty()) {
            end(exchange, refusal(submission, Decision.expiry().error()));
            return;
        }
        Claim claim = ledger.claim(wanted, id, delivery.is("handed"));
        switch (claim.standing()) {
            case DONE -> end(exchange, letters.recorded(claim.recorded(), wanted, delivery.text()));
            case OVERTAKEN -> end(exchange, List.of());
            case DUPLICATE -> end(exchange, duplicate(submission, claim, delivery));
            case FRESH -> {
                Step step = step(delivery, claim.entry(), delivery.property("repeat", 0), false, submission);
                Outcome refused = refused(step);
                if (claim.entry().isKnown() && step.operation().creates()) {
                    // The claim was handed on before the provider was heard to know the order.
                    recover(exchange, delivery, claim.entry(), submission);
                } else if (refused == null) {
                    call(exchange, step, step.operation().name());
                } else {
                    record(exchange, step, refused);
                }
            }
            case REDELIVERED -> recover(exchange, delivery, claim.entry(), submission);
        }
    }

    /** A poll, a webhook or a person asks what became of a request. */
    public void ask(Exchange exchange) {
        Delivery delivery = Delivery.take(exchange);
        String id = delivery.required("step");
        ObjectNode asked = Json.own(delivery.text());
        Key key = new Key(asked.path("family").asText(), asked.path("requestId").asText());
        Optional<Ledger.Found> found = ledger.find(key, id);
        Optional<Entry> entry = found.map(Ledger.Found::entry);
        Optional<Recorded> done = found.flatMap(Ledger.Found::done);
        boolean chained = delivery.is("chained");
        if (done.isPresent()) {
            end(exchange, letters.recorded(done.get(), entry.get(), null));
        } else if (entry.isEmpty() || chained && (entry.get().isFinal() || entry.get().status() == Status.UNRESOLVED)) {
            pass(exchange, key, id);
        } else if (asked.path("late") instanceof ObjectNode late) {
            late(exchange, id, entry.get(), Late.read(late));
        } else {
            Step step = asking(id, entry.get(), delivery.property("attempt", 1), chained);
            if (step.canAsk()) {
                call(exchange, step, step.operation().ask());
            } else {
                record(exchange, step, unanswerable());
            }
        }
    }

    /**
     * A verified webhook about a request: the provider is asked at once where it can be asked, in the lane of its
     * account; else what the webhook says is believed. About a request that ended it is asked only where that is news.
     */
    public void told(Exchange exchange, String id, Entry entry, JsonNode said) {
        untaken(exchange, id, entry).ifPresent(step -> {
            Outcome outcome = Outcomes.interpret(step.provider(), step.operation(), step.request(), 200, null, said, true,
                    new Secrets(step.provider().account(entry.account()).secrets()));
            if (entry.isFinal() && !lastWords.isNews(entry, outcome)) {
                pass(exchange, entry.key(), id);
            } else {
                hear(step, outcome);
                if (step.canAsk()) {
                    end(exchange, List.of(letters.ask(id, entry)));
                } else {
                    record(exchange, step, outcome);
                }
            }
        });
    }

    /** A verified webhook shows that the provider knows the order, whatever it says of it. */
    private void hear(Step step, Outcome outcome) {
        Key key = step.entry().key();
        ledger.hear(key, row -> {
            Outcome said = Subject.of(row, step, outcome);
            boolean known = said.kind() != Kind.ECHO_MISMATCH || said.evidence().known();
            return new Change(null, null, said.reference(), null, null, null, null, null).hearing(new Heard(known, Set.of(), null,
                    new Act(step.id() + "-said", key, Act.WEBHOOK, step.provider().name(), LastWords.said(said), null)));
        });
    }

    /**
     * A verified webhook about a request, of which nothing else can be read: the provider is asked where it can be asked.
     *
     * @param fault  why nothing can be read of it
     * @return whether it is, or was for this step; false leaves the body for others
     */
    public boolean toldOf(Exchange exchange, String id, Entry entry, String fault) {
        boolean before = ledger.recorded(id).isPresent();
        Optional<Step> untaken = untaken(exchange, id, entry);
        untaken.ifPresent(step -> hear(step, new Outcome(Kind.UNKNOWN, null, null, null,
                new Failure(Category.OUTCOME_UNKNOWN, null, "it " + fault), null)));
        Optional<Step> askable = untaken.filter(Step::canAsk);
        askable.ifPresent(step -> end(exchange, List.of(letters.ask(id, entry))));
        return before || askable.isPresent();
    }

    /** Asks the provider about a request at once; false where the provider cannot be asked about it. */
    public boolean askNow(Exchange exchange, String id, Entry entry) {
        Optional<Step> untaken = untaken(exchange, id, entry);
        untaken.filter(Step::canAsk).ifPresent(step -> call(exchange, step, step.operation().ask()));
        return untaken.map(Step::canAsk).orElse(true);
    }

    /** The step, where it was not taken before. */
    private Optional<Step> untaken(Exchange exchange, String id, Entry entry) {
        Optional<Recorded> done = ledger.recorded(id);
        end(exchange, done.map(recorded -> letters.recorded(recorded, entry, null)).orElse(List.of()));
        return done.isPresent() ? Optional.empty() : Optional.of(asking(id, entry, 1, false));
    }

    /** An answer that came after the broker had taken its message back. */
    private void late(Exchange exchange, String id, Entry entry, Late late) {
        Step asking = asking(id, entry, 1, false);
        if (late.isNo() && !entry.claim().equals(late.of())) {
            pass(exchange, entry.key(), id);
        } else {
            record(exchange, late.asking() ? asking : asking.called(), late.outcome());
        }
    }

    /** A person ends a request of which the provider did not tell; false where there is nothing to decide. */
    public boolean decide(Exchange exchange, Act act, Status status) {
        Entry entry = ledger.find(act.key()).orElseThrow();
        if (Delivery.taken(exchange).isVoid()) {
            end(exchange, List.of());
            return true;
        }
        Optional<Recorded> recorded = ledger.decide(act, new Change(status,
                sequence -> Results.decided(entry, status, sequence, act, clock.instant()), null, null, null, null, null, null));
        if (recorded.isEmpty()) {
            pass(exchange, act.key(), act.stepId());
        } else {
            end(exchange, letters.recorded(recorded.get(), entry, null));
        }
        return recorded.isPresent();
    }

    private Step asking(String id, Entry entry, int attempt, boolean chained) {
        Provider provider = providers.get(entry.provider());
        return new Step(id, false, attempt, 0, true, chained, entry, provider,
                provider.operations().get(entry.operation()), request(entry, entry.document()), null);
    }

    /** Records the outcome of the call; the body becomes the letters to publish. */
    public void record(Exchange exchange) {
        Outcome outcome = exchange.getVariable("outcome", Outcome.class);
        // Where the account's credentials are known to be refused, no order is spent on finding out whether they still are.
        boolean spent = exchange.getVariable("triesCredentials", false, Boolean.class) && outcome.refusesCredentials();
        record(exchange, exchange.getVariable("step", Step.class), spent ? outcome.notDone() : outcome);
    }

    private void record(Exchange exchange, Step step, Outcome outcome) {
        Delivery delivery = Delivery.taken(exchange);
        if (delivery.isVoid()) {
            // The message is another's already, and what were recorded here would not leave with it.
            sayLate(step, outcome);
            end(exchange, List.of());
            return;
        }
        unlisted.note(step.provider().name(), outcome.unlisted());
        long now = clock.millis();
        Decision decision = new Decision(step, now);
        Change change = decision.of(outcome);
        boolean nothingNew = change.status() == null && change.claim() == null && change.heard().word() == null
                && !isNews(step.entry(), outcome);
        if (nothingNew && !delivery.isRedelivered()) {
            ledger.asked(step.entry().key(), change.askDue(), outcome.kind() == Kind.NO_SUCH_ORDER && decision.countsAsDenied(),
                    change.heard().said());
            end(exchange, change.followUp() == null ? List.of()
                    : List.of(letters.followUp(change.followUp(), step.entry(), step.message())));
            return;
        }
        AtomicReference<Outcome> said = new AtomicReference<>();
        Optional<Recorded> recorded = ledger.record(step.entry(), step.id(), row -> {
            said.set(Subject.of(row, step, outcome));
            return new Decision(step, row.entry(), now).of(said.get());
        });
        if (exchange.getVariable("outcome") != null) {
            // Of a call: a person who asked is told what counts of its answer.
            recorded.filter(one -> !one.before()).ifPresent(one -> exchange.setVariable("outcome", said.get()));
        }
        if (recorded.isEmpty()) {
            end(exchange, lastWords.heard(step, outcome));
        } else {
            if (recorded.get().before()) {
                sayLate(step, outcome);
            }
            end(exchange, letters.recorded(recorded.get(), step.entry(), step.message()));
        }
    }

    /** Whether it names the order by another reference than the ledger, or is the first to show that the provider knows it. */
    private static boolean isNews(Entry entry, Outcome outcome) {
        return outcome.reference() != null && !outcome.reference().equals(entry.providerReference())
                || outcome.evidence().known() && !entry.isKnown();
    }

    private void sayLate(Step step, Outcome outcome) {
        if (Late.tells(step, outcome)) {
            aside.send(() -> letters.late(new Late(step.id(), step.asking() || outcome.kind() == Kind.UNKNOWN, outcome), step.entry()),
                    "An answer of " + step.provider().name() + " to " + step.entry().key().requestId());
        }
    }

    /** Ends a step that records nothing. Where it came back, whoever still works on it must not record either. */
    private void pass(Exchange exchange, Key key, String id) {
        Optional<Recorded> first = Delivery.taken(exchange).isRedelivered() ? ledger.pass(key, id) : Optional.empty();
        end(exchange, first.flatMap(recorded -> ledger.find(key).map(entry -> letters.recorded(recorded, entry, null)))
                .orElse(List.of()));
    }

    /** The step began before and nobody knows how far it came: the operation's policy for a lost answer. */
    private void recover(Exchange exchange, Delivery delivery, Entry entry, Submission submission) {
        Provider provider = providers.get(entry.provider());
        Operation operation = provider.operations().get(entry.operation());
        int lost = delivery.property("repeat", 0) + entry.begun() - 1;
        if ((operation.lost() == Lost.ASK || entry.isKnown()) && provider.answersAbout(operation, entry.providerReference())) {
            call(exchange, step(delivery, entry, lost, true, submission), operation.ask());
        } else if (operation.lost() == Lost.REPEAT && lost <= operation.repeats() && !(entry.isKnown() && operation.creates())) {
            call(exchange, step(delivery, entry, lost, false, submission), operation.name());
        } else {
            record(exchange, step(delivery, entry, lost, false, submission), unanswerable());
        }
    }

    private List<Letter> duplicate(Submission submission, Claim claim, Delivery delivery) {
        if (!claim.entry().contentHash().equals(submission.contentHash())) {
            return refusal(submission, new Failure(Category.CONFLICT, null,
                    "the requestId was used before for a request with other content"));
        }
        if (claim.newest() != null) {
            return List.of(letters.replay(claim.newest(), submission.entry()));
        }
        int attempt = delivery.property("attempt", 1);
        long wait = Math.min(DUPLICATE_WAITS_MILLIS * attempt, DUPLICATE_WAITS_AT_MOST);
        return List.of(new Letter(letters.lane(claim.entry()).submissions(), delivery.text(),
                Map.of("step", delivery.required("step"), "attempt", attempt + 1, "account", claim.entry().account()), null, clock.millis() + wait));
    }

    /** Why a request that waited is not sent for the first time any more, null where it is sent. */
    private Outcome refused(Step step) {
        if (step.entry().status() != null) {
            return null;
        }
        if (new Decision(step, clock.millis()).expired()) {
            return Decision.expiry();
        }
        String unusable = step.provider().unusable(step.entry().account());
        return unusable == null ? null : new Outcome(Kind.REFUSED, null, null, null,
                new Failure(Category.CONFIGURATION, null, unusable), null);
    }

    private List<Letter> refusal(Submission submission, Failure failure) {
        ObjectNode believed = submission.request().deepCopy();
        believed.set("metadata", submission.envelope().get("metadata"));
        return List.of(letters.answer(Results.refusal(submission.family(), believed, failure, clock.instant()), submission.entry()));
    }

    private Step step(Delivery delivery, Entry entry, int repeat, boolean asking, Submission submission) {
        Provider provider = providers.get(entry.provider());
        return new Step(delivery.required("step"), true, delivery.property("attempt", 1), repeat, asking, true, entry, provider,
                provider.operations().get(entry.operation()), request(entry, submission.request()), delivery.text());
    }

    /** The request as the provider's route sees it, with what is known of the order and where to notify us. */
    private ObjectNode request(Entry entry, ObjectNode document) {
        return document.deepCopy().put("providerReference", entry.providerReference()).put("webhookUrl",
                publicUrl.map(url -> url.replaceFirst("/+$", "") + "/webhooks/" + entry.provider() + "/" + entry.account())
                        .orElse(null));
    }

    private static void call(Exchange exchange, Step step, String call) {
        exchange.setVariable("step", step);
        exchange.setVariable("provider", step.provider().name());
        exchange.setVariable("account", step.entry().account());
        exchange.setVariable("call", call);
        exchange.setVariable("request", step.request());
        exchange.setVariable("reference", step.entry().providerReference());
    }

    private static void end(Exchange exchange, List<Letter> letters) {
        exchange.setVariable("call", null);
        exchange.getMessage().setBody(letters);
    }

    private static Outcome unanswerable() {
        return new Outcome(Kind.UNKNOWN, null, null, null, new Failure(Category.OUTCOME_UNKNOWN, null,
                "it is not known whether the call took effect, and the provider cannot be asked"), null);
    }
}
