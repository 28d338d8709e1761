package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.Exchanged;
import dev.sluice.ledger.Housekeeping;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Status;
import dev.sluice.provider.Provider;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What asking the provider leaves behind, and that there is always somebody who asks again. */
class AskingTest extends OneOrder {

    @Test
    void aRecordedPollThatComesBackPublishesTheSameLetters() {
        Letter poll = record(submit(request("s", null)), accepted()).get(1);
        clock.moveTo(poll.notBefore());
        List<Letter> first = record(ask(poll), progress("2"));

        assertThat(letters(ask(poll))).usingRecursiveComparison().isEqualTo(first);
    }

    @Test
    void aLostAnswerIsUnknownOnceHoweverOftenTheProviderCannotTell() {
        List<Letter> letters = record(submit(request("s", null)),
                failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        Letter poll = letters.get(1);
        for (int i = 0; i < 5; i++) {
            clock.moveTo(poll.notBefore());
            letters = record(ask(poll), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
            assertThat(letters).as("poll %d", i).singleElement()
                    .satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
            poll = letters.get(0);
        }
    }

    @Test
    void aProviderPutsItsAskingOffNoLongerThanTheScheduleDoes() {
        Outcome later = new Outcome(Kind.UNKNOWN, null, null, null,
                new Outcome.Failure(Category.OUTCOME_UNKNOWN, null, "simulated"), Long.MAX_VALUE);
        Letter poll = record(submit(request("s", null)), later).get(1);
        for (int i = 0; i < 3; i++) {
            assertThat(poll.notBefore()).as("poll %d", i).isEqualTo(clock.millis() + 30_000);
            clock.moveTo(poll.notBefore());
            poll = record(ask(poll), new Outcome(Kind.NOT_DONE, null, null, null, later.error(), Long.MAX_VALUE))
                    .get(0);
        }
    }

    @Test
    void aProviderPutsTheNextTryOffNoLongerThanTheScheduleDoes() {
        Letter next = record(submit(request("s", null)), new Outcome(Kind.NOT_DONE, null, null, null,
                new Outcome.Failure(Category.LIMIT, null, "simulated"), Long.MAX_VALUE)).get(0);
        assertThat(next.queue()).isEqualTo("sluice.submit.hambit");
        assertThat(next.notBefore()).isEqualTo(clock.millis() + 60_000);
    }

    @Test
    void anOrderThatTheProviderOnceNamedIsNeverSubmittedAgain() {
        Letter next = record(submit(request("s", null)), named()).get(1);
        assertThat(entry().providerReference()).isEqualTo("REF");
        for (int i = 0; i < 6; i++) {
            clock.moveTo(clock.millis() + 31_000);
            next = record(ask(next), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
            assertThat(next.queue()).isEqualTo("sluice.polls.hambit");
        }
    }

    @Test
    void anOrderThatOnlyAPersonCouldTellOfIsAskedAboutWhereTheAnswerNamesIt() {
        Provider htp = providers.get("htp");
        Entry entry = new Entry(new Key("orders", "r-1"), "r-1", "htp", "default", "card-topup", "hash", Json.object(),
                Json.object(), "s", 1, null, 0, null, null, null, 0, null, false, Set.of(), 0, 0);
        Step step = new Step("s", true, 1, 0, false, true, entry, htp, htp.operations().get("card-topup"),
                Json.object(), "{}");
        assertThat(new Decision(step, 1_000).of(named()).askDue()).as("soon").isLessThan(10_000L);
        assertThat(new Decision(step, 1_000).of(failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).askDue())
                .as("a person's")
                .isEqualTo(1_000 + Duration.ofHours(24).toMillis());
    }

    private static Outcome named() {
        return new Outcome(Kind.UNKNOWN, "REF", null, null,
                new Outcome.Failure(Category.OUTCOME_UNKNOWN, null, "simulated"), null);
    }

    @Test
    void timeEndsTheAskingAndNeverTheOutcome() {
        Letter poll = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        List<Letter> letters = List.of();
        for (int i = 0; poll != null && i < 10_000; i++) {
            clock.moveTo(poll.notBefore());
            letters = record(ask(poll), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
            poll = letters.get(0).queue().startsWith("sluice.polls") ? letters.get(0) : null;
        }
        assertThat(result(letters).path("status").asText()).isEqualTo("UNRESOLVED");
        assertThat(result(letters).path("final").asBoolean()).isFalse();
        assertThat(letters).extracting(Letter::queue).containsExactly("orders.results", "sluice.attention");
    }

    @Test
    void aWebhookAsksInTheLaneOfTheAccountAndOutsideTheChain() {
        record(submit(request("s", null)), accepted());
        Next told = steps.told(GivenHeld.FIRST, "w", entry(), Json.object(), Secrets.NONE);

        Letter ask = letters(told).get(0);
        assertThat(ask.queue()).isEqualTo("sluice.polls.hambit");
        assertThat(ask.notBefore()).isNull();
        assertThat(record(ask(ask), progress("2"))).as("no further ask").extracting(Letter::queue)
                .containsExactly("orders.results");
        assertThat(result(letters(ask(ask))).path("status").asText()).as("the same step again").isEqualTo("PENDING");
    }

    @Test
    void aLateWordOfTheProviderStillEndsWhatWasUnresolved() {
        timeEndsTheAskingAndNeverTheOutcome();

        ObjectNode result = result(record(ask(askFromOutside("w")), completed()));

        assertThat(result.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(result.path("sequence").asInt()).isEqualTo(3);
    }

    @Test
    void theSweepAsksAgainAboutAnOrderWhosePollsAreGoneForGood() {
        record(submit(request("s", null)), accepted());
        for (int sweep = 1; sweep <= 3; sweep++) {
            clock.moveTo(clock.millis() + Duration.ofHours(1).toMillis());
            assertThat(new Housekeeping(database, clock).takeOverdue(clock.millis() - Duration.ofMinutes(10).toMillis(),
                    clock.millis(), 10))
                    .as("sweep %d", sweep).containsExactly(KEY);
            record(ask(askFromOutside("sweep-" + sweep)), progress("1"));
        }
    }

    /** Where a queue of polls was lost there are as many a day as there were polls, of each order. */
    @Test
    void whatTheSweepHearsOnceMoreIsNoRowOfTheJournal() {
        record(submit(request("s", null)), accepted());
        record(ask(askFromOutside("sweep-1")), progress("1"));
        assertThat(database.texts("SELECT step_id FROM journal")).containsExactly("s");

        record(ask(askFromOutside("sweep-2")), progress("2"));
        assertThat(database.texts("SELECT step_id FROM journal ORDER BY step_id")).as("that is news")
                .containsExactly("s", "sweep-2");
    }

    @Test
    void anAskFromOutsideDoesNotTakeTheNetFromUnderThePollsThatGoOn() {
        record(submit(request("s", null)), accepted());
        record(ask(askFromOutside("w")), progress("2"));

        clock.moveTo(clock.millis() + Duration.ofHours(1).toMillis());
        assertThat(new Housekeeping(database, clock).takeOverdue(clock.millis(), clock.millis(), 10))
                .containsExactly(KEY);
    }

    @Test
    void anOrderThatIsDeniedThreeTimesOverAMinuteIsSubmittedAgain() {
        assertThat(denied().properties()).containsEntry("handed", true).containsEntry("repeat", 1);
    }

    @Test
    void twoDenialsOrThreeWithinAMinuteAreNotEnough() {
        Letter poll = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        for (int i = 0; i < 6; i++) {
            Letter next = record(ask(poll), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
            assertThat(next.queue()).isEqualTo("sluice.polls.hambit");
            poll = next;
        }
        clock.moveTo(clock.millis() + 61_000);
        record(ask(poll), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        assertThat(entry().notFound()).isZero();
    }

    @Test
    void aDifferentEchoIsUnresolvedAndNeverCompleted() {
        Letter poll = record(submit(request("s", null)), accepted()).get(1);
        assertThat(result(record(ask(poll), failure(Kind.ECHO_MISMATCH, Category.ECHO_MISMATCH, null)))
                .path("status").asText()).isEqualTo("UNRESOLVED");
    }

    @Test
    void theSameStatusAgainPublishesNothing() {
        Letter poll = record(submit(request("s", null)), accepted()).get(1);
        List<Letter> letters = record(ask(poll), progress("2"));
        assertThat(letters).hasSize(2);
        assertThat(record(ask(letters.get(1)), progress("2"))).singleElement()
                .satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
    }

    /** A provider may say so every five minutes for days. */
    @Test
    void howeverOftenTheProviderIsStillAtWorkNothingIsInTheJournalOfIt() {
        Letter poll = said(submit(request("s", null)), accepted()).get(1);
        for (int i = 0; i < 5; i++) {
            clock.moveTo(poll.notBefore());
            List<Letter> letters = said(ask(poll), progress("1"));
            assertThat(letters).singleElement()
                    .satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
            poll = letters.get(0);
        }

        assertThat(database.texts("SELECT step_id FROM journal")).containsExactly("s");
        assertThat(database.texts("SELECT step_id FROM exchange ORDER BY at")).hasSize(2).startsWith("s");
        assertThat(result(record(ask(poll), progress("2"))).path("sequence").asInt()).isEqualTo(2);
    }

    @Test
    void whereAnotherStepHeardAnotherWordMeanwhileItIsNewsThatTheFormerHolds() {
        Next called = ask(record(submit(request("s", null)), accepted()).get(1));
        record(ask(askFromOutside("w")), progress("2"));

        ObjectNode result = result(record(called, progress("1")));

        assertThat(result.path("status").asText()).isEqualTo("PENDING");
        assertThat(result.path("sequence").asInt()).isEqualTo(3);
    }

    @Test
    void aPollThatComesBackLeavesATraceThoughTheProviderIsStillAtWork() {
        Letter poll = record(submit(request("s", null)), accepted()).get(1);

        record(GivenHeld.AGAIN, ask(poll), progress("1"));

        assertThat(ledger.recorded(message(poll).step())).isPresent();
    }

    private List<Letter> said(Next called, Outcome outcome) {
        return steps.record(GivenHeld.FIRST, ((Next.Call) called).step(), outcome,
                new Exchanged("{}", clock.millis())).letters();
    }

    @Test
    void whateverIsRecordedOfAnOpenOrderSomethingOrSomebodyAsksAgain() {
        Next called = submit(request("s", null));
        record(ask(askFromOutside("w")), progress("1"));

        List<Letter> letters = record(called, failure(Kind.REFUSED, Category.VALIDATION, "300"));

        clock.moveTo(clock.millis() + Duration.ofDays(1).toMillis());
        boolean asked = letters.stream().anyMatch(letter -> letter.queue().startsWith("sluice.polls."))
                || new Housekeeping(database, clock).takeOverdue(clock.millis(), clock.millis(), 10).contains(KEY);
        assertThat(entry().isFinal() || asked).as("an order left open as %s, of which nobody asks", entry().status())
                .isTrue();
    }

    @Test
    void anAnswerThatComesAfterAnotherDeliveryRecordedIsSaidOnceMore() {
        Letter message = request("s", null);
        Next first = submit(message);
        Next again = submit(message);
        record(again, failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));

        record(first, completed());
        assertThat(aside).singleElement().satisfies(late -> {
            ObjectNode result = result(letters(ask(late)));
            assertThat(result.path("status").asText()).isEqualTo("COMPLETED");
            assertThat(result.path("providerReference").asText()).isEqualTo("REF");
            assertThat(letters(ask(late))).as("the same message again").hasSize(1);
        });
        assertThat(entry().sequence()).isEqualTo(2);
    }

    @Test
    void nothingIsRecordedForAMessageThatTheBrokerHasTakenBack() {
        Letter message = request("s", null);
        assertThat(record(GivenHeld.VOID, submit(GivenHeld.VOID, message), accepted())).isEmpty();
        assertThat(entry().status()).isNull();

        assertThat(result(letters(ask(aside.get(0)))).path("status").asText()).isEqualTo("ACCEPTED");
    }

    @Test
    void aRefusalThatComesLateCountsForNoLaterCall() {
        Letter message = request("s", null);
        Next first = submit(message);
        Letter next = record(submit(message), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        clock.moveTo(clock.millis() + providers.get("hambit").longestStepMillis());
        for (int i = 0; i < 3; i++) {
            clock.moveTo(clock.millis() + 31_000);
            next = record(ask(next), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
        }
        assertThat(next.queue()).isEqualTo("sluice.submit.hambit");
        record(first, failure(Kind.REFUSED, Category.VALIDATION, "300"));

        assertThat(letters(ask(aside.get(0)))).isEmpty();
        assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void aRefusalOfARepeatedCallIsNotSaidLate() {
        Letter again = denied();
        record(GivenHeld.VOID, submit(GivenHeld.VOID, again), failure(Kind.REFUSED, Category.CONFLICT, "409"));

        assertThat(aside).as("the first call may have taken effect").isEmpty();
        assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void whatAProviderSaysAfterTheEndIsNotedOnceAndToldWhereItContradicts() {
        record(submit(request("s", null)), completed());
        assertThat(said("COMPLETED", "w0")).as("the same").isEmpty();
        List<Letter> told = said("FAILED", "w1");
        assertThat(told).singleElement().satisfies(letter -> {
            assertThat(letter.queue()).isEqualTo("sluice.attention");
            assertThat(letter.properties()).containsEntry("kind", "CONTRADICTION").containsEntry("requestId", "r-1");
            assertThat((String) letter.body()).contains("\"status\":\"COMPLETED\",\"said\":\"FAILED\"");
        });
        assertThat(said("FAILED", "w2")).as("the same word").isEmpty();
        assertThat(said("FAILED", "w1")).as("the same message").hasSize(1);
        assertThat(entry().status()).isEqualTo(Status.COMPLETED);
    }

    private List<Letter> said(String kind, String step) {
        return record(ask(askFromOutside(step)),
                kind.equals("FAILED") ? failure(Kind.FAILED, Category.PROVIDER, null) : completed());
    }

    @Test
    void aDenialDoesNotCountWhileACallMayBeUnderWay() {
        Letter message = request("s", null);
        submit(message);
        Letter poll = record(submit(message), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        long longest = providers.get("hambit").longestStepMillis();
        long recorded = clock.millis();
        while (clock.millis() + 31_000 < recorded + longest) {
            clock.moveTo(clock.millis() + 31_000);
            poll = record(ask(poll), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
            assertThat(poll.queue()).isEqualTo("sluice.polls.hambit");
        }
        assertThat(entry().notFound()).isZero();
        for (int i = 0; i < 3; i++) {
            clock.moveTo(clock.millis() + 31_000);
            poll = record(ask(poll), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
        }
        assertThat(poll.queue()).isEqualTo("sluice.submit.hambit");
    }
}
