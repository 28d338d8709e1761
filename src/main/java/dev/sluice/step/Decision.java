package dev.sluice.step;

import dev.sluice.ledger.Act;
import dev.sluice.ledger.Change;
import dev.sluice.ledger.Elsewhere;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Heard;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.provider.Operation.Lost;
import dev.sluice.provider.Schedule;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What follows from an outcome: the status to record, and the step that goes on from here. One rule stands above all:
 * only the provider or a person ends an unknown; time ends the asking, never the outcome.
 */
final class Decision {

    /** "No such order" must be heard this often, over at least this long, before the order is submitted again. */
    private static final int NOT_FOUND_TIMES = 3;
    private static final long NOT_FOUND_MILLIS = 60_000;

    private final Step step;
    private final Entry entry;
    private final Entry row;
    private final long now;
    private final int repeat;

    Decision(Step step, long now) {
        this(step, step.entry(), now);
    }

    /**
     * @param row the request as it is now: where the step began again meanwhile, somebody else may have called beside
     * it
     */
    Decision(Step step, Entry row, long now) {
        this.step = step;
        this.entry = step.entry();
        this.row = row;
        this.now = now;
        this.repeat = step.repeat() + (step.operation().lost() == Lost.REPEAT && row.claim().equals(step.id())
                ? row.begun() - entry.begun() : 0);
    }

    Change of(Outcome outcome) {
        boolean ends = outcome.kind() == Kind.COMPLETED || outcome.kind() == Kind.FAILED;
        if (ends && !doubtedStill(outcome).isEmpty()) {
            return note(outcome);
        }
        Change change = step.asking() ? asked(outcome) : called(mayHaveTakenEffect() && tellsNothing(outcome)
                ? outcome.unsure(before() + outcome.why().message()) : outcome);
        boolean differs = outcome.kind() == Kind.ECHO_MISMATCH;
        // A request that waits for a person has no further result that would tell what differed.
        Act word = differs && row.status() == Status.UNRESOLVED ? doubt(outcome.why().message()) : null;
        return change.hearing(new Heard(outcome.evidence().known(), differs ? doubts(outcome) : Set.of(),
                change.heard().said(), word));
    }

    private Set<String> doubts(Outcome outcome) {
        Set<String> doubts = new TreeSet<>(row.doubted());
        doubts.addAll(outcome.evidence().other());
        return doubts;
    }

    /** Of what an answer repeated otherwise before, that which this one does not name, and so not rightly either. */
    private Set<String> doubtedStill(Outcome outcome) {
        Set<String> still = new TreeSet<>(row.doubted());
        still.removeAll(outcome.evidence().same());
        if (outcome.reference() != null) {
            still.remove(Evidence.REFERENCE);
        }
        return still;
    }

    /** A mismatch is a person's to decide, unless the provider says rightly what differed. */
    private Change note(Outcome outcome) {
        String word = LastWords.said(outcome) + ", and does not repeat what differed before: "
                + String.join(", ", doubtedStill(outcome));
        return Change.NOTHING.named(outcome.reference(), null)
                .hearing(new Heard(true, Set.of(), null, doubt(word)));
    }

    /** Under an id of its own, for the step's may be that of a person's demand. */
    private Act doubt(String word) {
        return new Act(step.id() + "-doubted", entry.key(), Act.DOUBTED, entry.provider(), word, null);
    }

    /**
     * Whether more than this one call may have made the order: an earlier one, or one that the provider was heard to
     * know.
     */
    private boolean mayHaveTakenEffect() {
        return repeat > 0 || isKnown();
    }

    private boolean isKnown() {
        return row.isKnown() && step.operation().creates();
    }

    private String before() {
        return isKnown() ? "the provider has shown that it knows the order, and now answers: "
                : "it is not known whether an earlier call took effect; its repetition is answered: ";
    }

    private Change called(Outcome outcome) {
        return switch (outcome.kind()) {
            case ACCEPTED -> publish(Status.ACCEPTED, outcome, poll(1, outcome));
            case PROGRESS -> publish(Status.PENDING, outcome, poll(1, outcome));
            case COMPLETED -> publish(Status.COMPLETED, outcome, null);
            case FAILED -> publish(Status.FAILED, outcome, null);
            case REFUSED, UNAUTHORISED -> outcome.why().category() == Category.UNAVAILABLE && otherwise() != null
                    ? tryAgain(outcome) : publish(Status.REJECTED, outcome, null);
            case ECHO_MISMATCH -> publish(Status.UNRESOLVED, outcome, null);
            case NOT_SENT, NOT_DONE -> mayHaveTakenEffect() ? lost(outcome.unsure(outcome.why().message()), repeat)
                    : tryAgain(outcome);
            case NO_SUCH_ORDER, UNKNOWN -> lost(outcome, repeat + 1);
        };
    }

    /**
     * A refusal, or a code that the provider file lists, says nothing when it answers the repetition of a lost call.
     */
    private boolean tellsNothing(Outcome outcome) {
        if (outcome.error() == null) {
            return false;
        }
        String code = outcome.error().code();
        boolean refused = outcome.kind() == Kind.REFUSED || outcome.kind() == Kind.UNAUTHORISED;
        return code != null && step.operation().unsureIfRepeated().contains(code)
                || refused && (code == null || outcome.refusesCredentials() || step.operation().lost() == Lost.ASK
                        || isKnown());
    }

    /** Who else may do it, where nothing that happened before may have done it and nobody was told of it yet. */
    @Nullable
    Elsewhere otherwise() {
        return mayHaveTakenEffect() || row.isKnown() || row.status() != null || !step.submission() ? null
                : row.otherwise();
    }

    /** Nothing can have happened: elsewhere, or later once more, until it expires or the time for trying is over. */
    private Change tryAgain(Outcome outcome) {
        if (expired()) {
            return publish(Status.REJECTED, expiry(), null);
        }
        Elsewhere other = otherwise();
        if (other != null) {
            FollowUp next = FollowUp.submission(step.id(), 1, 0, now).because(outcome.why().message()).at(other);
            return Change.NOTHING.followedBy(next.write()).claimedBy(next.step())
                    .moved(new Change.Move(other, entry.key().name()));
        }
        long deadline = retries().deadline(entry.createdAt());
        if (now >= deadline) {
            return publish(Status.REJECTED, outcome, null);
        }
        long at = Math.min(next(retries(), step.attempt(), outcome), deadline);
        FollowUp next = FollowUp.submission(step.id(), step.attempt() + 1, 0, at)
                .because(outcome.kind() == Kind.NOT_SENT ? outcome.why().message() : null);
        return Change.NOTHING.followedBy(next.write()).claimedBy(next.step());
    }

    /** Nobody knows whether the call took effect: the operation's own policy. */
    private Change lost(Outcome outcome, int calls) {
        long deadline = deadline();
        // What was given over to people meanwhile is neither asked about nor sent again.
        if (now >= deadline || row.status() == Status.UNRESOLVED) {
            return publish(Status.UNRESOLVED, outcome, null);
        }
        return switch (policy(outcome)) {
            case ASK -> publish(Status.UNKNOWN, outcome, poll(1, outcome));
            case REPEAT -> publish(Status.UNKNOWN, outcome, calls > step.operation().repeats()
                    ? FollowUp.poll(step.id(), 1, deadline)
                    : FollowUp.submission(step.id(), step.attempt() + 1, calls,
                            Math.min(next(polls(), step.attempt(), outcome), deadline)));
            case PERSON -> publish(Status.UNKNOWN, outcome, FollowUp.poll(step.id(), 1, deadline));
        };
    }

    private Change asked(Outcome outcome) {
        return switch (outcome.kind()) {
            case COMPLETED -> publish(Status.COMPLETED, outcome, null);
            case FAILED -> publish(Status.FAILED, outcome, null);
            case ECHO_MISMATCH -> publish(Status.UNRESOLVED, outcome, null);
            case ACCEPTED, PROGRESS -> now >= deadline() ? unresolved(outcome)
                    : publish(Status.PENDING, outcome, nextPoll(outcome));
            case NO_SUCH_ORDER -> neverArrived() ? submitAgain()
                    : goOnAsking(isKnown() ? outcome.unsure(before() + outcome.why().message()) : outcome);
            default -> goOnAsking(outcome);
        };
    }

    /**
     * Whether the provider's word that it has no such order counts: not while a call may still be under way, of a
     * delivery that the broker took back from whoever began with it, and not against what it has shown itself.
     */
    boolean countsAsDenied() {
        return !isKnown() && (entry.begun() < 2 || now >= entry.updatedAt() + step.provider().longestStepMillis());
    }

    /** Never of an order that the provider has named. */
    private boolean neverArrived() {
        return entry.providerReference() == null && countsAsDenied() && step.chained() && !step.submission()
                && entry.status() == Status.UNKNOWN && step.operation().lost() == Lost.ASK
                && entry.notFound() + 1 >= NOT_FOUND_TIMES && entry.notFoundSince() != null
                && now - entry.notFoundSince() >= NOT_FOUND_MILLIS;
    }

    private Change submitAgain() {
        FollowUp next = FollowUp.submission(step.id(), 1, 1, now);
        return Change.NOTHING.followedBy(next.write()).claimedBy(next.step());
    }

    private Change goOnAsking(Outcome outcome) {
        if (step.submission()) {
            return publish(Status.UNKNOWN, outcome, poll(1, outcome));
        }
        return now >= deadline() ? unresolved(outcome) : handOn(outcome, nextPoll(outcome));
    }

    private Change unresolved(Outcome outcome) {
        String last = outcome.error() == null ? "the order is still under way" : outcome.error().message();
        return publish(Status.UNRESOLVED, outcome.unsure("the asking ended after " + polls().budget()
                + " without an answer; last: " + last), null);
    }

    private @Nullable FollowUp nextPoll(Outcome outcome) {
        return !step.chained() ? null : poll(step.submission() ? 1 : step.attempt() + 1, outcome);
    }

    private FollowUp poll(int attempt, Outcome outcome) {
        boolean canAsk = step.provider().answersAbout(step.operation(),
                outcome.reference() == null ? row.providerReference() : outcome.reference());
        return FollowUp.poll(step.id(), attempt,
                canAsk ? Math.min(next(polls(), attempt, outcome), deadline()) : deadline());
    }

    private Change publish(Status status, Outcome outcome, @Nullable FollowUp next) {
        Change change = followed(
                Change.to(status, sequence -> Results.of(row, status, sequence, outcome, Instant.ofEpochMilli(now)))
                        .named(outcome.reference(), outcome.providerStatus()).askedAt(askDue(status, next)),
                next);
        change = next != null && next.submission() ? change.claimedBy(next.step()) : change;
        return entry.askingSince() == null && !status.isFinal() ? change.askedSince(now) : change;
    }

    private Change handOn(Outcome outcome, @Nullable FollowUp next) {
        String said = outcome.error() == null ? null : outcome.error().message();
        return followed(Change.NOTHING.named(outcome.reference(), null).askedAt(askDue(entry.status(), next)), next)
                .hearing(new Heard(false, Set.of(), said, null));
    }

    private static Change followed(Change change, @Nullable FollowUp next) {
        return next == null ? change : change.followedBy(next.write());
    }

    /** When the ledger expects the next ask; a step outside the chain of polls leaves the chain its time. */
    private @Nullable Long askDue(@Nullable Status status, @Nullable FollowUp next) {
        if (status != null && (status.isFinal() || status == Status.UNRESOLVED)) {
            return null;
        }
        return next == null ? now + polls().longest().toMillis() : next.at();
    }

    private Schedule polls() {
        return step.provider().account(entry.account()).poll();
    }

    private Schedule retries() {
        return step.provider().account(entry.account()).retry();
    }

    /**
     * How a lost answer is dealt with: an order that the answer names, or that the provider is at work on, is asked
     * about and not sent again; where the provider cannot be asked, only a person is left.
     */
    private Lost policy(Outcome outcome) {
        Lost policy = step.operation().lost();
        String reference = outcome.reference() == null ? row.providerReference() : outcome.reference();
        boolean canBeAsked = step.provider().answersAbout(step.operation(), reference);
        boolean there = isKnown() || row.isAtWork();
        if (canBeAsked && (reference != null || there)) {
            return Lost.ASK;
        }
        return policy == Lost.ASK && !canBeAsked || policy == Lost.REPEAT && there ? Lost.PERSON : policy;
    }

    private long deadline() {
        return polls().deadline(entry.askingSince() == null ? now : entry.askingSince());
    }

    /** Not before the provider wants it, as far as the schedule's longest delay goes. */
    private long next(Schedule schedule, int attempt, Outcome outcome) {
        long wanted = outcome.retryAfter() == null ? 0 : Math.min(outcome.retryAfter(), schedule.longest().toMillis());
        return now + Math.max(schedule.delay(attempt), wanted);
    }

    boolean expired() {
        String expiresAt = entry.document().path("expiresAt").asText(null);
        return expiresAt != null && java.time.OffsetDateTime.parse(expiresAt).toInstant().toEpochMilli() < now;
    }

    static Outcome expiry() {
        return new Outcome(Kind.REFUSED, null, null, null,
                new Outcome.Failure(Category.EXPIRED, null, "expiresAt passed before it was sent"), null);
    }
}
