package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
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

/** What a webhook says of a request that has ended leaves a trace, whatever comes of the question that follows it. */
class LastWordsTest extends OneOrder {

    @Test
    void aWebhookThatContradictsTheEndIsToldBeforeTheProviderIsAsked() {
        end(Kind.COMPLETED);

        List<Letter> letters = told("w", said("32"));

        assertThat(letters).extracting(Letter::queue).containsExactly("sluice.attention", "sluice.polls.hambit");
        JsonNode contradiction = contradiction(letters);
        assertThat(contradiction.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(contradiction.path("said").asText()).isEqualTo("FAILED");
        assertThat(contradiction.path("providerStatus").asText()).isEqualTo("32");
        assertThat(database.words(KEY)).containsExactly("it is FAILED (status 32)");
        assertThat(record(ask(letters.get(1)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)))
                .as("the answer is lost").isEmpty();
        assertThat(entry().status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void theAnswerThatSaysTheSameIsNotToldAgain() {
        end(Kind.COMPLETED);
        Letter question = told("w", said("32")).get(1);

        assertThat(record(ask(question), failed())).isEmpty();
        assertThat(told("w2", said("32"))).as("another webhook").extracting(Letter::queue)
                .containsExactly("sluice.polls.hambit");
        assertThat(record(ask(askFromOutside("x")), failed())).as("another question").isEmpty();
        assertThat(database.words(KEY)).hasSize(1);
    }

    @Test
    void aWebhookThatComesBackIsToldAgainForTheFirstTimeNeverLeft() {
        end(Kind.COMPLETED);
        told("w", said("32"));
        assertThat(told("w", said("32"))).hasSize(2);
        assertThat(database.words(KEY)).hasSize(1);
    }

    @Test
    void aWordIsNotLostWhereSomethingElseIsNotedOfItsStep() {
        record(submit(request("s", null)), accepted());
        told("w", said("64"));
        database.ledger(clock).note(new Act("x", KEY, "ask", "ana", "why", null));
        record(ask(askFromOutside("y")), completed());

        assertThat(told("w", said("32"))).as("a webhook whose message comes back after the end")
                .extracting(Letter::queue).contains("sluice.attention");
        assertThat(database.words(KEY)).contains("it is FAILED (status 32)");
        assertThat(record(ask(askFromOutside("x")), new Outcome(Kind.UNKNOWN, "REF", "65", null,
                new Outcome.Failure(Category.OUTCOME_UNKNOWN, "65", "it is 65"), null)))
                .as("the answer to what a person asked").hasSize(1);
    }

    static Stream<ObjectNode> whatIsNoWordOfOurs() {
        ObjectNode amount = said("8");
        amount.putObject("echo").put("amount", "10.00").put("requestId", "r-1");
        return Stream.of(said("64"), amount, said("8").put("code", "9001"),
                said("8").put("reference", "REF-2"));
    }

    @ParameterizedTest
    @MethodSource("whatIsNoWordOfOurs")
    void whatNoTableListsAndWhatDiffersFromTheRequestIsToldToo(ObjectNode said) {
        end(Kind.COMPLETED);

        List<Letter> letters = told("w", said);

        assertThat(letters).extracting(Letter::queue).containsExactly("sluice.attention", "sluice.polls.hambit");
        assertThat(contradiction(letters).has("said")).isFalse();
        assertThat(contradiction(letters).path("message").asText())
                .startsWith("it ended as COMPLETED; the provider now says otherwise: ");
        assertThat(database.words(KEY)).hasSize(1);
    }

    @Test
    void anUnlistedStatusOfAWebhookIsCountedOfAnOrderThatIsOpenToo() {
        record(submit(request("s", null)), accepted());
        told("w1", said("64"));
        assertThat(counted()).isEqualTo(1);
        record(ask(askFromOutside("w")), completed());
        told("w2", said("64"));
        assertThat(counted()).isEqualTo(2);
    }

    @Test
    void anAnswerOfAStatusThatNoTableListsIsToldAfterTheEnd() {
        end(Kind.COMPLETED);
        List<Letter> letters = record(ask(askFromOutside("x")), new Outcome(Kind.UNKNOWN, "REF",
                "64", null, new Outcome.Failure(Category.OUTCOME_UNKNOWN, "64", "it is 64"), null));
        assertThat(contradiction(letters).path("providerStatus").asText()).isEqualTo("64");
    }

    @Test
    void theEndSaidOnceMoreIsNoNews() {
        end(Kind.COMPLETED);
        assertThat(told("w", said("8"))).isEmpty();
        assertThat(database.words(KEY)).isEmpty();
    }

    @Test
    void progressAfterTheEndIsNotedAndNothingMore() {
        end(Kind.COMPLETED);
        assertThat(told("w", said("2"))).isEmpty();
        assertThat(database.words(KEY)).containsExactly("it is PENDING (status 2)");
    }

    @Test
    void ofARefusedRequestNothingIsToBeSaid() {
        record(submit(request("s", null)), failure(Kind.REFUSED, Category.VALIDATION, "300"));
        assertThat(contradiction(told("w1", said("2"))).path("said").asText()).isEqualTo("PENDING");
        assertThat(contradiction(letters(steps.toldOf("w2", entry(), "cannot be read").orElseThrow()))
                .path("message").asText()).isEqualTo("it ended as REJECTED; the provider now says otherwise: it cannot"
                        + " be read");
    }

    @Test
    void whatCannotBeReadAfterTheEndIsNotedAndAsked() {
        end(Kind.COMPLETED);
        assertThat(letters(steps.toldOf("w", entry(), "cannot be read").orElseThrow())).extracting(Letter::queue)
                .containsExactly("sluice.polls.hambit");
        assertThat(database.words(KEY)).containsExactly("it cannot be read");
    }

    @Test
    void theProvidersWordAfterAPersonsIsNotedWhateverItIs() {
        record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        steps.decide(GivenHeld.FIRST, new Act("p", KEY, "resolve", "ana", "by mail", null), Status.COMPLETED);
        assertThat(told("w", said("8"))).extracting(Letter::queue).containsExactly("sluice.polls.hambit");
        assertThat(database.words(KEY)).contains("it is COMPLETED (status 8)");
    }

    @Test
    void aTokenOfTheAccountStandsInNothingThatAWebhookSaid() {
        end(Kind.COMPLETED);
        List<Letter> letters = letters(steps.told(GivenHeld.FIRST, "w", entry(), said("token-of-ours"),
                new Secrets(List.of("token-of-ours"))));
        assertThat(contradiction(letters).toString()).doesNotContain("token-of-ours").contains("status ****");
        assertThat(database.words(KEY)).singleElement().asString().doesNotContain("token-of-ours");
    }

    private void end(Kind kind) {
        ObjectNode body = Json.own((String) request("s", null).body());
        ((ObjectNode) body.path("kept")).putObject("order").put("amount", "100.00");
        Letter request = new Letter("sluice.submit.hambit", Json.write(body), request("s", null).properties(), null,
                null);
        record(submit(request), new Outcome(kind, "REF", "8", Json.object(), null, null));
    }

    private List<Letter> told(String step, ObjectNode said) {
        return letters(steps.told(GivenHeld.FIRST, step, entry(), said, Secrets.NONE));
    }

    private static ObjectNode said(String status) {
        return Json.object().put("success", true).put("status", status);
    }

    private static Outcome failed() {
        return new Outcome(Kind.FAILED, "REF", "32", Json.object(),
                new Outcome.Failure(Category.PROVIDER, "32", "simulated"), null);
    }

    private double counted() {
        return metrics.counter("sluice.unlisted.words", "provider", "hambit", "what", "status").count();
    }

    private static JsonNode contradiction(List<Letter> letters) {
        assertThat(letters.get(0).properties()).containsEntry("kind", "CONTRADICTION");
        return Json.own((String) letters.get(0).body());
    }
}
