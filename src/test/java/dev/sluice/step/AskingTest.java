package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import java.time.Duration;
import java.util.List;
import org.apache.camel.Exchange;
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
        List<Letter> letters = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
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
        Exchange told = exchange(askFromOutside("w"));
        steps.told(told, "w", entry(), Json.object());

        assertThat(told.getVariable("call")).isNull();
        Letter ask = letters(told).get(0);
        assertThat(ask.queue()).isEqualTo("sluice.polls.hambit");
        assertThat(ask.notBefore()).isNull();
        assertThat(record(ask(ask), progress("2"))).as("no further ask").extracting(Letter::queue).containsExactly("orders.results");
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
            assertThat(ledger.takeOverdue(clock.millis() - Duration.ofMinutes(10).toMillis(), clock.millis(), 10))
                    .as("sweep %d", sweep).containsExactly(KEY);
            record(ask(askFromOutside("sweep-" + sweep)), progress("1"));
        }
    }

    @Test
    void anAskFromOutsideDoesNotTakeTheNetFromUnderThePollsThatGoOn() {
        record(submit(request("s", null)), accepted());
        record(ask(askFromOutside("w")), progress("2"));

        clock.moveTo(clock.millis() + Duration.ofHours(1).toMillis());
        assertThat(ledger.takeOverdue(clock.millis(), clock.millis(), 10)).containsExactly(KEY);
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

    @Test
    void whateverIsRecordedOfAnOpenOrderSomethingOrSomebodyAsksAgain() {
        Exchange called = submit(request("s", null));
        record(ask(askFromOutside("w")), progress("1"));

        List<Letter> letters = record(called, failure(Kind.REFUSED, Category.VALIDATION, "300"));

        clock.moveTo(clock.millis() + Duration.ofDays(1).toMillis());
        boolean asked = letters.stream().anyMatch(letter -> letter.queue().startsWith("sluice.polls."))
                || ledger.takeOverdue(clock.millis(), clock.millis(), 10).contains(KEY);
        assertThat(entry().isFinal() || asked).as("an order left open as %s, of which nobody asks", entry().status()).isTrue();
    }
}
