package dev.sluice.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.answer.Outcomes;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Claim;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Exchanged;
import dev.sluice.ledger.Heard;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.ledger.Recorded;
import dev.sluice.ledger.Row;
import dev.sluice.ledger.Spending;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Outcome.Failure;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Status;
import dev.sluice.outcome.UnlistedWords;
import dev.sluice.provider.Operation;
import dev.sluice.provider.Operation.Lost;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.provider.RequestIds;
import dev.sluice.step.Next.Back;
import dev.sluice.step.Next.Call;
import dev.sluice.step.Next.Publish;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a step does around its call: before it, the ledger says whether there is anything to call; after it, the outcome
 * is recorded, and only what is recorded is published.
 */
@Singleton
public class Steps {

    /** How the ids of asks about what is overdue begin, in the place of a poll that went missing. */
    public static final String OVERDUE = "sweep-";

    private static final long DUPLICATE_WAITS_MILLIS = 500;
    private static final long DUPLICATE_WAITS_AT_MOST = 10_000;

    private final Ledger ledger;
    private final Providers providers;
    private final Letters letters;
    private final Aside aside;
    private final LastWords lastWords;
    private final Clock clock;
    private final UnlistedWords unlisted;
    private final Statuses statuses;
    private final Optional<String> publicUrl;

    public Steps(Ledger ledger, Providers providers, Letters letters, Aside aside, LastWords lastWords,
            UnlistedWords unlisted, Statuses statuses, Clock clock,
            @ConfigProperty(name = "sluice.public-url") Optional<String> publicUrl) {
        this.publicUrl = publicUrl;
        this.unlisted = unlisted;
        this.statuses = statuses;
        this.ledger = ledger;
        this.providers = providers;
        this.letters = letters;
        this.aside = aside;
        this.lastWords = lastWords;
        this.clock = clock;
    }

    /** A request that got past the door: claims it. */
    public Next submit(Held held, StepMessage message, Submission submission) {
        return submit(held, message, submission, null);
    }

    /**
     * The same.
     *
     * @param heldBack why its provider is not called at the moment, where another one may be in its stead
     */
    public Next submit(Held held, StepMessage message, Submission submission, @Nullable String heldBack) {
        Entry wanted = submission.entry();
        Failure early = early(submission, wanted);
        if (early != null && ledger.find(wanted.key()).isEmpty()) {
            return Publish.of(refusal(submission, early));
        }
        Claim claim = claim(wanted, message, submission.request());
        return switch (claim.standing()) {
            case DONE -> Publish.of(letters.recorded(claim.done(), wanted, message.body()));
            case OVERTAKEN, NUMBERED_LIKE_ANOTHER -> Publish.of(List.of());
            case HELD_BACK -> new Back();
            case BEFORE_TENANTS -> Publish.of(refusal(submission, new Failure(Category.CONFLICT, null,
                    "the requestId is used by a request of no tenant; what became of that request is told where its"
                            + " results go")));
            case OVER_THE_DAY -> Publish.of(refusal(submission, new Failure(Category.LIMIT, null,
                    "order.amount: with it the account would have ordered more today (UTC) than its"
                            + " limits.daily-amount says")));
            case DUPLICATE -> Publish.of(duplicate(submission, claim, message));
            case FRESH -> {
                Step step = step(message, claim.row(), message.repeat(), false, submission);
                Outcome refused = refused(step);
                if (claim.row().isKnown() && step.operation().creates()) {
                    // The claim was handed on before the provider was heard to know the order.
                    yield recover(held, message, claim.row(), submission);
                }
                if (refused == null && heldBack != null && new Decision(step, clock.millis()).otherwise() != null) {
                    refused = Outcome.of(Kind.NOT_SENT, Category.UNAVAILABLE, null, heldBack);
                }
                yield refused == null ? new Call(step, step.operation().name()) : record(held, step, refused);
            }
            case REDELIVERED -> recover(held, message, claim.row(), submission);
        };
    }

    /** Why a request that nobody began with is answered at once, where it is. */
    private @Nullable Failure early(Submission submission, Entry wanted) {
        if (submission.expiredAtDoor()) {
            return Decision.expiry().why();
        }
        Provider provider = provider(wanted);
        String over = over(provider, wanted, provider.operation(wanted.operation(), wanted.account()),
                submission.request());
        return over == null ? null : new Failure(Category.VALIDATION, null, over);
    }

    /** How an order is larger than its account may give, where it is. */
    private static @Nullable String over(Provider provider, Entry entry, Operation operation, ObjectNode request) {
        return provider.account(entry.account()).caps().fault(operation, request);
    }

    /** What the order comes to of all that the account may give on a day, where that is counted. */
    private static @Nullable Spending spending(Provider provider, String account, String operation,
            ObjectNode request) {
        return provider.account(account).caps().ofADay(provider.operation(operation, account), request)
                .map(part -> new Spending(provider.name(), account, part.unit(), part.amount(), part.most()))
                .orElse(null);
    }

    private static @Nullable String over(Step step) {
        return over(step.provider(), step.entry(), step.operation(), step.request());
    }

    /** Under the first number that no other order of the provider has. */
    private Claim claim(Entry wanted, StepMessage message, ObjectNode request) {
        RequestIds numbers = provider(wanted).requestIds();
        Spending spending = spending(provider(wanted), wanted.account(), wanted.operation(), request);
        Claim claim;
        int nth = 0;
        do {
            claim = ledger.claim(wanted.numbered(numbers.orderNumber(wanted.key().name(), nth++)), message.step(),
                    message.handed(), spending);
        } while (claim.standing() == Claim.Standing.NUMBERED_LIKE_ANOTHER);
        return claim;
    }

    /** A poll, a webhook or a person asks what became of a request. */
    public Next ask(Held held, StepMessage message, Ask ask) {
        String id = message.step();
        Optional<Ledger.Found> found = ledger.find(ask.key(), id);
        Optional<Entry> entry = found.map(Ledger.Found::entry);
        Optional<Recorded> done = found.flatMap(Ledger.Found::done);
        boolean chained = message.chained();
        if (done.isPresent()) {
            return Publish.of(letters.recorded(done.get(), entry.get(), null));
        }
        if (entry.isEmpty() || chained && (entry.get().isFinal() || entry.get().status() == Status.UNRESOLVED)) {
            return pass(held, ask.key(), id);
        }
        if (ask.late() != null) {
            return late(held, id, entry.get(), ask.late());
        }
        Step step = asking(id, entry.get(), message.attempt(), chained);
        return step.canAsk() ? question(step) : record(held, step, unanswerable(step));
    }

    /**
     * A verified webhook about a request: the provider is asked at once where it can be asked, in the lane of its
     * account; else what the webhook says is believed. Of a request that ended its word is noted, and told where it
     * contradicts, whatever comes of the asking; and the provider is asked only where that is news.
     *
     * @param secrets what is blanked wherever its text is kept
     */
    public Next told(Held held, String id, Entry entry, JsonNode said, Secrets secrets) {
        return untaken(id, entry, step -> {
            Outcome outcome = Outcomes.interpret(step.provider(), step.operation(), step.request(), 200, null, said,
                    true, secrets);
            List<Letter> next = new ArrayList<>(hear(step, outcome));
            // Where the file does not know the operation any more, nothing can be compared with the request.
            boolean known = step.provider().gone(entry.operation(), entry.account()) == null;
            if (known && !step.canAsk() && !entry.isFinal()) {
                Publish recorded = record(held, step, outcome);
                next.addAll(recorded.letters());
                return new Publish(next, recorded.counts());
            }
            unlisted.note(step.provider().name(), outcome.unlisted());
            if (step.canAsk() && (!entry.isFinal() || lastWords.isNews(entry, outcome))) {
                next.add(letters.ask(id, entry));
            }
            return next.isEmpty() ? pass(held, entry.key(), id) : Publish.of(next);
        });
    }

    /**
     * A verified webhook shows that the provider knows the order, whatever it says of it.
     *
     * @return what is told of it where the request has ended
     */
    private List<Letter> hear(Step step, Outcome outcome) {
        Key key = step.entry().key();
        boolean open = ledger.hear(key, row -> {
            if (!row.entry().isStillAt(step.entry())) {
                return Change.NOTHING;
            }
            Outcome said = Subject.of(row, step, outcome);
            boolean known = said.kind() != Kind.ECHO_MISMATCH || said.evidence().known();
            return Change.NOTHING.named(said.reference(), null).hearing(new Heard(known, Set.of(), null,
                    new Act(LastWords.said(step), key, Act.WEBHOOK, step.provider().name(), LastWords.said(said),
                            null)));
        });
        return open ? List.of() : lastWords.told(step, outcome);
    }

    /**
     * A verified webhook about a request, of which nothing else can be read: the provider is asked where it can be
     * asked.
     *
     * @param fault  why nothing can be read of it
     * @return empty where the provider is not asked, and was not for this step, and nobody is told: the webhook is left
     *         to others
     */
    public Optional<Next> toldOf(String id, Entry entry, String fault) {
        return Optional.ofNullable(untaken(id, entry, step -> {
            List<Letter> next = new ArrayList<>(hear(step, new Outcome(Kind.UNKNOWN, null, null, null,
                    new Failure(Category.OUTCOME_UNKNOWN, null, "it " + fault), null)));
            if (step.canAsk()) {
                next.add(letters.ask(id, entry));
            }
            return next.isEmpty() ? null : Publish.of(next);
        }));
    }

    /** Whether the files have a provider who did what is asked about. */
    public boolean isServed(Entry entry) {
        return providers.get(entry.provider()) != null;
    }

    /** How many calls a second an account may have; as many as there are where the files know its provider no more. */
    public int rate(String provider, String account) {
        Provider known = providers.get(provider);
        return known == null ? Integer.MAX_VALUE : known.account(account).rate();
    }

    /** The result that a step published, or was to, once more, as a replay; nothing where it published none. */
    public Optional<Letter> again(String id, Entry entry) {
        return ledger.recorded(id).map(Recorded::result).map(result -> letters.replay(result, entry));
    }

    /** What asks once more about an order whose ask went missing; nothing where no flow would read it. */
    public Optional<Letter> askAgain(String id, Entry entry) {
        return isServed(entry) ? Optional.of(letters.ask(id, entry)) : Optional.empty();
    }

    /** Asks the provider about a request at once; empty where the provider cannot be asked about it. */
    public Optional<Next> askNow(String id, Entry entry) {
        return !isServed(entry) ? Optional.empty() : Optional
                .ofNullable(untaken(id, entry, step -> step.canAsk() ? question(step) : null));
    }

    /** What the step does, where it was not taken before. */
    private Next untaken(String id, Entry entry, Function<Step, Next> work) {
        return ledger.recorded(id).<Next>map(recorded -> Publish.of(letters.recorded(recorded, entry, null)))
                .orElseGet(() -> work.apply(asking(id, entry, 1, false)));
    }

    /** An answer that came after the broker had taken its message back. */
    private Next late(Held held, String id, Entry entry, Late late) {
        Step asking = asking(id, entry, 1, false);
        return late.isNo() && !entry.claim().equals(late.of()) ? pass(held, entry.key(), id)
                : record(held, late.asking() ? asking : asking.called(), late.outcome());
    }

    /** A person ends a request of which the provider did not tell; empty where there is nothing to decide. */
    public Optional<Next> decide(Held held, Act act, Status status) {
        Key key = Objects.requireNonNull(act.key());
        Entry entry = ledger.find(key).orElseThrow();
        if (held.isVoid()) {
            return Optional.of(Publish.of(List.of()));
        }
        Optional<Recorded> recorded = ledger.decide(act,
                Change.to(status, sequence -> Results.decided(entry, status, sequence, act, clock.instant())));
        Publish next = recorded.map(one -> Publish.of(counted(one, letters.recorded(one, entry, null))))
                .orElseGet(() -> pass(held, key, act.stepId()));
        return recorded.isEmpty() && next.letters().isEmpty() ? Optional.empty() : Optional.of(next);
    }

    private Provider provider(Entry entry) {
        return Objects.requireNonNull(providers.get(entry.provider()), entry.provider());
    }

    /** Of a step that can ask. */
    private static Call question(Step step) {
        return new Call(step, Objects.requireNonNull(step.operation().ask()));
    }

    private Step asking(String id, Entry entry, int attempt, boolean chained) {
        Provider provider = provider(entry);
        return new Step(id, false, attempt, 0, true, chained, entry, provider,
                provider.operation(entry.operation(), entry.account()), request(entry, provider, entry.document()),
                null);
    }

    /** Records what the call came to, and says what to publish of it. */
    public Publish record(Held held, Step step, Outcome outcome) {
        return record(held, step, outcome, null);
    }

    /**
     * The same.
     *
     * @param exchanged what is kept of the call beside that, where it is
     */
    public Publish record(Held held, Step step, Outcome outcome, @Nullable Exchanged exchanged) {
        if (held.isVoid()) {
            // The message is another's already, and what were recorded here would not leave with it.
            sayLate(step, outcome);
            return new Publish(List.of(), outcome);
        }
        unlisted.note(step.provider().name(), outcome.unlisted());
        long now = clock.millis();
        long today = ledger.day();
        Decision decision = new Decision(step, now);
        Change change = decision.of(outcome);
        boolean nothingNew = (change.status() == null || isStillAtWork(step, change)) && change.claim() == null
                && change.heard().word() == null && !isNews(step.entry(), outcome);
        boolean asked = nothingNew && !held.isRedelivered();
        if (asked && ledger.asked(step.entry().key(), step.id(), change,
                outcome.kind() == Kind.NO_SUCH_ORDER && decision.countsAsDenied(), exchanged)) {
            return new Publish(change.followUp() == null ? List.of()
                    : List.of(letters.followUp(change.followUp(), step.entry(), step.message())), outcome);
        }
        AtomicReference<Outcome> said = new AtomicReference<>(outcome);
        Optional<Recorded> recorded = ledger.record(step.entry(), step.id(), row -> {
            if (!row.entry().isStillAt(step.entry())) {
                // It went to another provider meanwhile, and from then on only that one is believed.
                return Change.NOTHING;
            }
            Outcome ofRow = Subject.of(row, step, outcome);
            said.set(ofRow);
            Change first = numbered(row, new Decision(step, placed(row.entry()), now).of(ofRow));
            return first.move() == null || takes(row, first.move().to(), step, today) ? first
                    : new Decision(step, row.entry().alone(), now).of(ofRow);
        }, asked ? null : exchanged);
        if (recorded.isEmpty()) {
            return new Publish(lastWords.heard(step, outcome), outcome);
        }
        if (recorded.get().before()) {
            sayLate(step, outcome);
        }
        return new Publish(counted(recorded.get(), letters.recorded(recorded.get(), step.entry(), step.message())),
                recorded.get().before() ? outcome : said.get());
    }

    private List<Letter> counted(Recorded recorded, List<Letter> written) {
        if (recorded.result() != null && !recorded.before()) {
            statuses.count(written.get(0));
        }
        return written;
    }

    /** The row; where the files know the second provider no more, one that stays with its own. */
    private Entry placed(Entry row) {
        Elsewhere other = row.otherwise();
        Provider second = other == null ? null : providers.get(other.provider());
        boolean gone = other != null && (second == null || second.gone(row.operation(), other.account()) != null);
        return gone ? row.alone() : row;
    }

    /** Whether the account of another provider may give as much as the order is of, which it counts. */
    private boolean takes(Row row, Elsewhere to, Step step, long today) throws SQLException {
        Provider other = Objects.requireNonNull(providers.get(to.provider()), to.provider());
        Operation operation = other.operation(row.entry().operation(), to.account());
        Spending spending = spending(other, to.account(), operation.name(), step.request());
        return other.account(to.account()).caps().fault(operation, step.request()) == null
                && (spending == null || row.spends(spending, today));
    }

    /** Where the request goes to another provider, under the first number that no other order of that account has. */
    private Change numbered(Row row, Change change) throws SQLException {
        Change.Move move = change.move();
        if (move == null) {
            return change;
        }
        RequestIds numbers = Objects.requireNonNull(providers.get(move.to().provider()), move.to().provider())
                .requestIds();
        String number;
        int nth = 0;
        do {
            number = numbers.orderNumber(row.entry().key().name(), nth++);
        } while (!row.isFree(move.to(), number));
        return change.moved(new Change.Move(move.to(), number));
    }

    /**
     * Whether a poll, or an ask in its place, of which an order may have hundreds, hears once more that the provider is
     * at work on it.
     */
    private static boolean isStillAtWork(Step step, Change change) {
        boolean oneOfMany = step.chained() || step.id().startsWith(OVERDUE);
        return step.asking() && oneOfMany && !step.submission() && change.askingSince() == null
                && step.entry().isStillAtWork(change);
    }

    /**
     * Whether it names the order by another reference than the ledger, or is the first to show that the provider knows
     * it.
     */
    private static boolean isNews(Entry entry, Outcome outcome) {
        return outcome.reference() != null && !outcome.reference().equals(entry.providerReference())
                || outcome.evidence().known() && !entry.isKnown();
    }

    private void sayLate(Step step, Outcome outcome) {
        if (Late.tells(step, outcome)) {
            aside.send(
                    () -> letters.late(new Late(step.id(), step.asking() || outcome.kind() == Kind.UNKNOWN, outcome),
                            step.entry()),
                    "An answer of " + step.provider().name() + " to " + step.entry().key().name());
        }
    }

    /** Ends a step that records nothing. Where it came back, whoever still works on it must not record either. */
    private Publish pass(Held held, Key key, String id) {
        Optional<Recorded> first = held.isRedelivered() ? ledger.pass(key, id) : Optional.empty();
        return Publish
                .of(first.flatMap(recorded -> ledger.find(key).map(entry -> letters.recorded(recorded, entry, null)))
                        .orElse(List.of()));
    }

    /** The step began before and nobody knows how far it came: the operation's policy for a lost answer. */
    private Next recover(Held held, StepMessage message, Entry entry, Submission submission) {
        Provider provider = provider(entry);
        Operation operation = provider.operation(entry.operation(), entry.account());
        int lost = message.repeat() + entry.begun() - 1;
        if ((operation.lost() == Lost.ASK || entry.isKnown() || entry.isAtWork())
                && provider.answersAbout(operation, entry.providerReference())) {
            return question(step(message, entry, lost, true, submission));
        }
        Step step = step(message, entry, lost, false, submission);
        // What waits for a person's word is looked up at the provider meanwhile, and perhaps at another account of it.
        return operation.lost() == Lost.REPEAT && lost <= operation.repeats() && over(step) == null
                && entry.status() != Status.UNRESOLVED && !entry.isAtWork()
                && !(entry.isKnown() && operation.creates())
                        ? new Call(step, operation.name()) : record(held, step, unanswerable(step));
    }

    private List<Letter> duplicate(Submission submission, Claim claim, StepMessage message) {
        if (!claim.row().contentHash().equals(submission.contentHash())) {
            return refusal(submission, new Failure(Category.CONFLICT, null,
                    "the requestId was used before for a request with other content"));
        }
        if (claim.newest() != null) {
            return List.of(letters.replay(claim.newest(), submission.entry()));
        }
        long wait = Math.min(DUPLICATE_WAITS_MILLIS * message.attempt(), DUPLICATE_WAITS_AT_MOST);
        return List.of(letters.again(message, submission.entry(), clock.millis() + wait));
    }

    /** Why a request that waited is not sent any more, where it is not. */
    private @Nullable Outcome refused(Step step) {
        String gone = gone(step);
        String over = over(step);
        if (step.entry().status() != null) {
            return gone == null && over == null ? null : unanswerable(step);
        }
        if (new Decision(step, clock.millis()).expired()) {
            return Decision.expiry();
        }
        String unusable = gone != null ? gone : step.provider().unusable(step.entry().account());
        if (unusable != null) {
            return refused(Category.CONFIGURATION, unusable);
        }
        if (over != null) {
            return refused(Category.VALIDATION, over);
        }
        // While it waited the file may have changed, and cut short it could be another order's.
        String unfit = step.provider().requestIds().unfit(step.entry().orderNumber());
        return unfit == null ? null : refused(Category.VALIDATION, unfit);
    }

    private static Outcome refused(Category category, String why) {
        return new Outcome(Kind.REFUSED, null, null, null, new Failure(category, null, why), null);
    }

    private List<Letter> refusal(Submission submission, Failure failure) {
        ObjectNode believed = submission.request().deepCopy();
        believed.set("metadata", submission.envelope().get("metadata"));
        Letter refusal = letters.answer(Results.refusal(submission.family(), believed, failure, clock.instant()),
                submission.entry());
        statuses.count(refusal);
        return List.of(refusal);
    }

    private Step step(StepMessage message, Entry entry, int repeat, boolean asking, Submission submission) {
        Provider provider = provider(entry);
        return new Step(message.step(), true, message.attempt(), repeat, asking, true, entry, provider,
                provider.operation(entry.operation(), entry.account()), request(entry, provider, submission.request()),
                message.body());
    }

    /**
     * The request as the provider's route sees it: under the number of the order, with what is known of the order and
     * where to notify us.
     */
    private ObjectNode request(Entry entry, Provider provider, ObjectNode document) {
        ObjectNode request = document.deepCopy().put("requestId", entry.orderNumber())
                .put("provider", entry.provider()).put("account", entry.account());
        Operation.About about = provider.operation(entry.operation()).about();
        if (about != null && request.has("earlier")) {
            // The field has the requestId of the earlier one, and the provider may know that by another number.
            request.properties().stream().map(Map.Entry::getValue).filter(part -> part.has(about.field()))
                    .forEach(part -> ((ObjectNode) part).set(about.field(), request.at("/earlier/requestId")));
        }
        provider.minorUnits().put(request);
        return request.put("providerReference", entry.providerReference()).put("webhookUrl", publicUrl.map(
                url -> url.replaceFirst("/+$", "") + "/webhooks/" + entry.provider() + "/" + entry.account())
                .orElse(null));
    }

    private static @Nullable String gone(Step step) {
        return step.provider().gone(step.entry().operation(), step.entry().account());
    }

    private static Outcome unanswerable(Step step) {
        String gone = gone(step) != null ? gone(step) : over(step);
        return new Outcome(Kind.UNKNOWN, null, null, null, new Failure(Category.OUTCOME_UNKNOWN, null,
                "it is not known whether the call took effect, and the provider cannot be asked"
                        + (gone == null ? "" : ": " + gone)),
                null);
    }
}
