package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.broker.GivenReplyTo;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.ledger.GivenLedger;
import dev.sluice.ledger.Key;
import dev.sluice.ledger.Ledger;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import dev.sluice.provider.GivenProviders;
import dev.sluice.provider.Providers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Single steps of one order on the real ledger: what each of them leaves behind. */
class StepsTest {

    private static final Key KEY = new Key("orders", "r-1");

    private final CamelContext camel = new DefaultCamelContext();
    private final MovedClock clock = new MovedClock();
    private final Providers providers = GivenProviders.shipped(Map.of("sluice.providers.hambit.poll.jitter", "0",
            "sluice.providers.hambit.retry.jitter", "0", "sluice.providers.hambit.poll.max-delay", "30s"));
    private GivenLedger database;
    private Ledger ledger;
    private Steps steps;

    @BeforeEach
    void open() throws Exception {
        database = new GivenLedger();
        ledger = database.ledger(clock);
        steps = new Steps(ledger, providers, new Letters(GivenReplyTo.byName()), clock, java.util.Optional.empty());
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        camel.close();
    }

    @Test
    void aCallThatWasNotSentIsTriedAgainLaterAndNothingIsPublished() {
        List<Letter> letters = record(submit(request("s", null)), failure(Kind.NOT_SENT, Category.UNAVAILABLE, null));

        assertThat(letters).singleElement().satisfies(retry -> {
            assertThat(retry.queue()).isEqualTo("sluice.submit.hambit");
            assertThat(retry.properties()).containsEntry("step", "s-r1").containsEntry("handed", true);
            assertThat(retry.notBefore()).isEqualTo(clock.millis() + 1000);
        });
        assertThat(entry().status()).isNull();
    }

    @Test
    void tryingEndsWithTheBudgetAndIsRejectedForWhatKeptItFromBeingSent() {
        Letter message = request("s", null);
        List<Letter> letters = record(submit(message), failure(Kind.NOT_SENT, Category.UNAVAILABLE, null));
        int tries = 1;
        while (letters.get(0).queue().startsWith("sluice.submit.")) {
            clock.moveTo(letters.get(0).notBefore());
            letters = record(submit(letters.get(0)), failure(Kind.NOT_SENT, Category.UNAVAILABLE, null));
            assertThat(++tries).isLessThan(100);
        }
        assertThat(tries).isGreaterThan(10);
        ObjectNode result = result(letters);
        assertThat(result.path("status").asText()).isEqualTo("REJECTED");
        assertThat(result.path("sequence").asInt()).isEqualTo(1);
        assertThat(result.at("/error/category").asText()).isEqualTo("UNAVAILABLE");
        assertThat(result.at("/error/retryable").asBoolean()).isTrue();
    }

    @Test
    void aRequestThatExpiresWhileItWaitsIsNeverSentAndHasTheNextSequence() {
        Letter message = request("s", Instant.ofEpochMilli(clock.millis() + 500).toString());
        List<Letter> retry = record(submit(message), failure(Kind.NOT_SENT, Category.UNAVAILABLE, null));
        clock.moveTo(retry.get(0).notBefore());

        Exchange expired = submit(retry.get(0));

        assertThat(expired.getVariable("call")).isNull();
        ObjectNode result = result(letters(expired));
        assertThat(result.path("status").asText()).isEqualTo("REJECTED");
        assertThat(result.at("/error/category").asText()).isEqualTo("EXPIRED");
        assertThat(result.path("sequence").asInt()).isEqualTo(1);
    }

    @Test
    void aRequestThatWasExpiredAtTheDoorIsRefusedWithSequenceNoughtAndLeavesNoTrace() {
        ObjectNode body = Json.own((String) request("s", null).body());
        body.put("expiredAtDoor", true);
        Exchange exchange = submit(new Letter("sluice.submit.hambit", Json.write(body), Map.of("step", "s"), null, null));

        assertThat(result(letters(exchange)).path("sequence").asInt()).isZero();
        assertThat(ledger.find(KEY)).isEmpty();
    }

    @Test
    void aRecordedStepThatComesBackPublishesTheSameLettersAndCallsNobody() {
        Letter message = request("s", null);
        List<Letter> first = record(submit(message), accepted());

        Exchange again = submit(message);

        assertThat(again.getVariable("call")).isNull();
        assertThat(letters(again)).usingRecursiveComparison().isEqualTo(first);
    }

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
        assertThat(letters).hasSize(1);
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
    void anOrderThatTurnsUpAfterItWasDeniedIsNotSubmittedASecondTime() {
        Letter again = denied();
        record(ask(askFromOutside("w")), progress("1"));
        assertThat(entry().status()).isEqualTo(Status.PENDING);

        Exchange submitted = submit(again);

        assertThat(submitted.getVariable("call", String.class)).isNotEqualTo("fiat-to-crypto");
    }

    @Test
    void aRefusalOfARepeatedCallIsUnknownNotRejected() {
        Letter again = denied();

        List<Letter> letters = record(submit(again), failure(Kind.REFUSED, Category.VALIDATION, "300"));

        assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
        assertThat(letters).singleElement().satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
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

    @Test
    void otherContentUnderTheSameIdIsAConflictAndLeavesTheHistoryAlone() {
        record(submit(request("s", null)), accepted());
        ObjectNode other = Json.own((String) request("t", null).body()).put("contentHash", "another");

        ObjectNode result = result(letters(submit(
                new Letter("sluice.submit.hambit", Json.write(other), Map.of("step", "t"), null, null))));

        assertThat(result.path("status").asText()).isEqualTo("REJECTED");
        assertThat(result.at("/error/category").asText()).isEqualTo("CONFLICT");
        assertThat(result.path("sequence").asInt()).isZero();
        assertThat(entry().status()).isEqualTo(Status.ACCEPTED);
    }

    /** A lost order that the provider denied three times over a minute: the message that submits it again. */
    private Letter denied() {
        Letter next = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        for (int i = 0; i < 3; i++) {
            clock.moveTo(clock.millis() + 31_000);
            next = record(ask(next), failure(Kind.NO_SUCH_ORDER, Category.NOT_FOUND, "404")).get(0);
        }
        assertThat(next.queue()).isEqualTo("sluice.submit.hambit");
        return next;
    }

    private Letter request(String step, String expiresAt) {
        ObjectNode request = Json.object().put("requestId", KEY.requestId()).put("provider", "hambit")
                .put("account", "default").put("operation", "fiat-to-crypto");
        if (expiresAt != null) {
            request.put("expiresAt", expiresAt);
        }
        ObjectNode envelope = Json.object();
        envelope.set("metadata", Json.object());
        return new Letter("sluice.submit.hambit", new Submission("orders", request, "hash", request, envelope, false).write(),
                Map.of("step", step), null, null);
    }

    private static Letter askFromOutside(String step) {
        return new Letter("sluice.polls.hambit", Json.write(Json.object().put("family", "orders").put("requestId", "r-1")),
                Map.of("step", step, "attempt", 1), null, null);
    }

    private Exchange submit(Letter letter) {
        Exchange exchange = exchange(letter);
        steps.submit(exchange);
        return exchange;
    }

    private Exchange ask(Letter letter) {
        Exchange exchange = exchange(letter);
        steps.ask(exchange);
        return exchange;
    }

    private Exchange exchange(Letter letter) {
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setBody(letter.body());
        exchange.getMessage().setHeaders(new HashMap<>(letter.properties()));
        return exchange;
    }

    private List<Letter> record(Exchange exchange, Outcome outcome) {
        exchange.setVariable("outcome", outcome);
        steps.record(exchange);
        return letters(exchange);
    }

    @SuppressWarnings("unchecked")
    private static List<Letter> letters(Exchange exchange) {
        return exchange.getMessage().getBody(List.class);
    }

    private static ObjectNode result(List<Letter> letters) {
        assertThat(letters.get(0).queue()).isEqualTo("orders.results");
        return Json.own((String) letters.get(0).body());
    }

    private Entry entry() {
        return ledger.find(KEY).orElseThrow();
    }

    private static Outcome accepted() {
        return new Outcome(Kind.ACCEPTED, "REF", "1", Json.object(), null, null);
    }

    private static Outcome progress(String status) {
        return new Outcome(Kind.PROGRESS, "REF", status, Json.object(), null, null);
    }

    private static Outcome completed() {
        return new Outcome(Kind.COMPLETED, "REF", "8", Json.object(), null, null);
    }

    private static Outcome failure(Kind kind, Category category, String code) {
        return SimulatedProvider.error(kind, category, code);
    }
}
