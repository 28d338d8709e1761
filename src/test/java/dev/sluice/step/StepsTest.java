package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Act;
import dev.sluice.ledger.HeldPlace;
import dev.sluice.ledger.HoldRows;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a submission leaves behind: in the ledger, and as messages. */
class StepsTest extends OneOrder {

    @Test
    void aRequestThatIsHeldBackWhileItIsClaimedGoesBackAndCallsNobody() {
        HoldRows rows = new HoldRows(database, ledger, clock);
        rows.hold(new Act("person-1", null, Act.HOLD, "ana", "ticket 17", null), HeldPlace.EVERYTHING, true);
        assertThat(submit(request("s", null))).isEqualTo(new Next.Back());
        assertThat(ledger.find(KEY)).isEmpty();

        rows.hold(new Act("person-2", null, Act.RELEASE, "ana", "ticket 17", null), HeldPlace.EVERYTHING, false);
        assertThat(submit(request("s", null))).isInstanceOf(Next.Call.class);
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

        Next expired = submit(retry.get(0));

        assertThat(expired).isInstanceOf(Next.Publish.class);
        ObjectNode result = result(letters(expired));
        assertThat(result.path("status").asText()).isEqualTo("REJECTED");
        assertThat(result.at("/error/category").asText()).isEqualTo("EXPIRED");
        assertThat(result.path("sequence").asInt()).isEqualTo(1);
    }

    @Test
    void aRequestThatWasExpiredAtTheDoorIsRefusedWithSequenceNoughtAndLeavesNoTrace() {
        ObjectNode body = Json.own((String) request("s", null).body());
        body.put("expiredAtDoor", true);
        Next exchange = submit(new Letter("sluice.submit.hambit", Json.write(body), Map.of("step", "s"), null, null));

        assertThat(result(letters(exchange)).path("sequence").asInt()).isZero();
        assertThat(ledger.find(KEY)).isEmpty();
    }

    @Test
    void aRecordedStepThatComesBackPublishesTheSameLettersAndCallsNobody() {
        Letter message = request("s", null);
        List<Letter> first = record(submit(message), accepted());

        Next again = submit(message);

        assertThat(again).isInstanceOf(Next.Publish.class);
        assertThat(letters(again)).usingRecursiveComparison().isEqualTo(first);
    }

    @Test
    void aRefusalOfARepeatedCallIsUnknownNotRejected() {
        Letter again = denied();

        List<Letter> letters = record(submit(again), failure(Kind.REFUSED, Category.VALIDATION, "300"));

        assertThat(entry().status()).isEqualTo(Status.UNKNOWN);
        assertThat(letters).singleElement()
                .satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
    }

    /** It waits while its account is held, and meanwhile the time for asking is over. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsUnresolvedIsNotSentAgainByWhoHadTheClaimAlready(boolean begun) {
        open(Map.of("sluice.providers.hambit.operations.fiat-to-crypto.lost", "repeat"));
        Letter again = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        assertThat(again.queue()).isEqualTo("sluice.submit.hambit");
        if (begun) {
            assertThat(submit(again)).isInstanceOf(Next.Call.class);
        }
        clock.moveTo(clock.millis() + TimeUnit.DAYS.toMillis(2));
        record(ask(askFromOutside("w")), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        assertThat(entry().status()).isEqualTo(Status.UNRESOLVED);

        assertThat(letters(submit(again))).isEmpty();
        assertThat(entry().status()).isEqualTo(Status.UNRESOLVED);
    }

    /** A webhook says so while its message waits, or comes back. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatTheProviderIsAtWorkOnIsNotSentAgainByWhoHadTheClaimAlready(boolean begun) {
        Letter again = record(submit(request("s", "order-status", null)),
                failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        assertThat(again.queue()).isEqualTo("sluice.submit.hambit");
        if (begun) {
            assertThat(submit(again)).isInstanceOf(Next.Call.class);
        }
        database.act("UPDATE request SET status = 'PENDING', known = 1");

        assertThat(letters(submit(again))).singleElement().satisfies(poll -> isAskedAtTheDeadline(poll));
        assertThat(entry().status()).isEqualTo(Status.PENDING);
    }

    @Test
    void norIsItSentAgainWhereTheAnswerToItsCallIsLost() {
        Next called = submit(request("s", "order-status", null));
        database.act("UPDATE request SET status = 'PENDING', known = 1, sequence = 1");
        assertThat(record(called, failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null))).singleElement()
                .satisfies(poll -> isAskedAtTheDeadline(poll));
    }

    private void isAskedAtTheDeadline(Letter letter) {
        assertThat(letter.queue()).isEqualTo("sluice.polls.hambit");
        assertThat(letter.notBefore()).isGreaterThan(clock.millis() + TimeUnit.HOURS.toMillis(1));
    }

    @Test
    void whatTheProviderIsAtWorkOnIsAskedAboutWhereItCanBe() {
        open(Map.of("sluice.providers.hambit.operations.fiat-to-crypto.lost", "repeat"));
        Letter again = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        database.act("UPDATE request SET status = 'PENDING'");
        assertThat(((Next.Call) submit(again)).name()).isEqualTo("fiat-to-crypto-order");
    }

    /** As after a mismatch, long before the time for asking is over. */
    @Test
    void nothingFollowsWhatIsUnresolvedButAWebhookOrAPerson() {
        open(Map.of("sluice.providers.hambit.operations.fiat-to-crypto.lost", "repeat"));
        Letter again = record(submit(request("s", null)), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null)).get(1);
        database.act("UPDATE request SET status = 'UNRESOLVED', ask_due = NULL");

        assertThat(letters(submit(again))).isEmpty();
        assertThat(letters(submit(again))).as("it comes back").isEmpty();
        assertThat(database.texts("SELECT COALESCE(ask_due, 0) FROM request")).containsExactly("0");
    }

    /** Else whoever looks for what is overdue would have it asked about for ever. */
    @Test
    void noAskIsDueOfWhatIsUnresolvedWhateverIsHeardOfIt() {
        record(submit(request("s", null)), accepted());
        database.act("UPDATE request SET status = 'UNRESOLVED', ask_due = NULL");

        record(ask(askFromOutside("w")), progress("2"));
        assertThat(database.texts("SELECT COALESCE(ask_due, 0) FROM request")).containsExactly("0");

        record(ask(askFromOutside("x")), failure(Kind.UNKNOWN, Category.OUTCOME_UNKNOWN, null));
        assertThat(database.texts("SELECT COALESCE(ask_due, 0) FROM request")).containsExactly("0");
    }

    @Test
    void anOrderThatTurnsUpAfterItWasDeniedIsNotSubmittedASecondTime() {
        Letter again = denied();
        record(ask(askFromOutside("w")), progress("1"));
        assertThat(entry().status()).isEqualTo(Status.PENDING);

        Next submitted = submit(again);

        assertThat(submitted instanceof Next.Call call ? call.name() : null).isNotEqualTo("fiat-to-crypto");
    }

    @Test
    void aRequestForAnOperationThatTheFileHasNoMoreIsRefusedWhereNothingWasSent() {
        ObjectNode result = result(((Next.Publish) submit(request("s", "swap", null))).letters());
        assertThat(result.path("status").asText()).isEqualTo("REJECTED");
        assertThat(result.at("/error/category").asText()).isEqualTo("CONFIGURATION");
        assertThat(result.at("/error/message").asText())
                .isEqualTo("the file of hambit has no operation swap any more");
    }

    @Test
    void oneThatMayHaveBeenSentIsLeftToAPerson() {
        Letter message = request("s", "swap", null);
        ledger.claim(Submission.read((String) message.body()).entry(), "s", false);
        List<Letter> letters = ((Next.Publish) submit(message)).letters();
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(((Next.Publish) ask(askFromOutside("a"))).letters()).isEmpty();
        Letter later = letters.get(1);
        while (!letters.isEmpty() && later.queue().startsWith("sluice.polls.")) {
            clock.moveTo(later.notBefore());
            letters = ((Next.Publish) ask(later)).letters();
            later = letters.get(letters.size() - 1);
        }
        assertThat(result(letters).path("status").asText()).isEqualTo("UNRESOLVED");
        assertThat(result(letters).at("/error/message").asText()).contains("no operation swap any more");
    }

    @Test
    void nothingLeavesForAnAccountThatTheFileHasNoMore() {
        assertThat(providers.get("hambit").account("shop7").baseUrl()).isEmpty();
        List<Letter> letters = ((Next.Publish) submit(request("s", "fiat-to-crypto", "shop7", null))).letters();
        assertThat(result(letters).path("status").asText()).isEqualTo("REJECTED");
        assertThat(result(letters).at("/error/message").asText())
                .isEqualTo("the file of hambit has no account shop7 any more");
    }

    @Test
    void whatMayHaveBeenSentForItIsLeftToAPersonAndNobodyIsAsked() {
        Letter message = request("s", "fiat-to-crypto", "shop7", null);
        ledger.claim(Submission.read((String) message.body()).entry(), "s", false);
        List<Letter> letters = ((Next.Publish) submit(message)).letters();
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(result(letters).at("/error/message").asText()).contains("no account shop7 any more");
        Letter poll = letters.get(1);
        clock.moveTo(poll.notBefore());
        assertThat(result(((Next.Publish) ask(poll)).letters()).path("status").asText()).isEqualTo("UNRESOLVED");
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
}
