package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Secrets;
import dev.sluice.outcome.Status;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An order that the provider has shown to know is never sent again, whatever it says of it later. */
class KnownOrderTest extends OneOrder {

    static Stream<Outcome> whatShowsIt() {
        return Stream.of(unknown("REF", null), unknown(null, "16"), unknown("REF", "16"));
    }

    @ParameterizedTest
    @MethodSource("whatShowsIt")
    void aDenialAfterAnAnswerAboutTheOrderSendsNothingAndEndsWithAPerson(Outcome shown) {
        Letter poll = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        clock.moveTo(clock.millis() + 31_000);
        poll = record(ask(poll), shown).get(0);
        assertThat(entry().isKnown()).isTrue();
        assertThat(entry().providerReference()).isEqualTo(shown.reference());
        deniedUntilAPerson(poll);
    }

    @ParameterizedTest
    @MethodSource("whatShowsIt")
    void soItIsAfterALostAnswerThatShowedIt(Outcome shown) {
        deniedUntilAPerson(record(submit(request("s", null)), shown).get(1));
    }

    @Test
    void aWebhookOfAnyStatusShowsIt() {
        for (ObjectNode said : List.of(said("2").put("reference", "REF"), said("16"), Json.object())) {
            database.clear();
            open(database.ledger(clock));
            Letter poll = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null))
                    .get(1);
            assertThat(told("w", said)).as("the provider is asked").singleElement()
                    .satisfies(letter -> assertThat(letter.queue()).isEqualTo("sluice.polls.hambit"));
            assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
            assertThat(entry().providerReference()).isEqualTo(said.path("reference").asText(null));
            deniedUntilAPerson(poll);
        }
    }

    @Test
    void aWebhookAboutAnotherOrderDoesNotShowIt() {
        record(submit(request("s", null)), unknown("REF", null));
        told("w", said("2").put("reference", "ELSE"));
        assertThat(entry().providerReference()).isEqualTo("REF");
    }

    @Test
    void aClaimThatWasHandedOnBeforeItWasShownAsksAndSendsNothing() {
        Letter again = denied();
        told("w", said("2"));

        Next submitted = submit(again);

        assertThat(((Next.Call) submitted).name()).isEqualTo("fiat-to-crypto-order");
        List<Letter> letters = record(submitted, failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404"));
        assertThat(letters).singleElement()
                .satisfies(poll -> assertThat(poll.queue()).isEqualTo("sluice.polls.hambit"));
        deniedUntilAPerson(letters.get(0));
    }

    @Test
    void aCallThatWasNotDoneIsNotTriedAgainOnceTheOrderIsKnown() {
        Letter retry = record(submit(request("s", null)), failure(Kind.NOT_DONE, Category.LIMIT, "429")).get(0);
        told("w", said("2"));
        clock.moveTo(retry.notBefore());
        assertThat(((Next.Call) submit(retry)).name()).isEqualTo("fiat-to-crypto-order");
    }

    @ParameterizedTest
    @MethodSource("answersToTheCall")
    void whatSaysNoToTheCallOfAKnownOrderTellsNothing(Outcome no) {
        Next called = submit(request("s", null));
        told("w", said("2"));
        List<Letter> letters = record(called, no);
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(letters.get(1).queue()).isEqualTo("sluice.polls.hambit");
    }

    static Stream<Outcome> answersToTheCall() {
        return Stream.of(failure(Kind.REFUSED, Category.VALIDATION, "300"),
                failure(Kind.NOT_DONE, Category.LIMIT, "429"), failure(Kind.NOT_SENT, Category.UNAVAILABLE, null));
    }

    @Test
    void aLateAnswerThatShowsItCountsToo() {
        Letter message = request("s", null);
        Next first = submit(message);
        record(submit(message), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        record(first, unknown("REF", null));
        letters(ask(aside.get(0)));
        assertThat(entry().providerReference()).isEqualTo("REF");
        assertThat(entry().isKnown()).isTrue();
    }

    private void deniedUntilAPerson(Letter poll) {
        Letter next = poll;
        List<Letter> letters = List.of();
        for (int i = 0; next != null && i < 10_000; i++) {
            clock.moveTo(Math.max(clock.millis() + 31_000, next.notBefore()));
            letters = record(ask(next), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404"));
            assertThat(letters.get(0).queue()).as("denial %d", i).isNotEqualTo("sluice.submit.hambit");
            next = letters.get(0).queue().startsWith("sluice.polls") ? letters.get(0) : null;
        }
        assertThat(result(letters).path("status").asText()).isEqualTo("UNRESOLVED");
        assertThat(result(letters).at("/error/message").asText()).contains("has shown that it knows the order, and"
                + " now answers: simulated");
    }

    private List<Letter> told(String step, ObjectNode said) {
        return letters(steps.told(GivenHeld.FIRST, step, entry(), said, Secrets.NONE));
    }

    private static ObjectNode said(String status) {
        return Json.object().put("success", true).put("status", status);
    }

    private static Outcome unknown(String reference, String status) {
        return new Outcome(Kind.UNKNOWN, reference, status, null,
                new Outcome.Failure(Category.OUTCOME_UNKNOWN, null, "it has a status that its table does not list"),
                null);
    }
}
