package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Entry;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An order that is larger than its account may give is never sent. */
class CappedTest extends OneOrder {

    @Test
    void itIsRefusedBeforeItIsClaimedAndItsRequestIdIsNotUsedUp() {
        capped("100");
        ObjectNode refusal = result(letters(submit(order("s", "fiat-to-crypto", "100.01"))));
        assertThat(refusal.path("status").asText()).isEqualTo("REJECTED");
        assertThat(refusal.path("sequence").asInt()).isZero();
        assertThat(refusal.at("/error/category").asText()).isEqualTo("VALIDATION");
        assertThat(refusal.at("/error/retryable").asBoolean()).isFalse();
        assertThat(refusal.at("/error/message").asText()).startsWith("order.amount: must be no more than 100 BRL");
        assertThat(ledger.find(KEY)).isEmpty();

        assertThat(submit(order("t", "fiat-to-crypto", "100"))).isInstanceOf(Next.Call.class);
    }

    @Test
    void oneThatWaitsAfterATryThatSentNothingIsRejectedWhereTheCapIsLoweredMeanwhile() {
        Letter retry = record(submit(order("s", "fiat-to-crypto", "100")),
                failure(Kind.NOT_SENT, Category.UNAVAILABLE, null)).get(0);
        capped("99");
        ObjectNode refusal = result(letters(submit(retry)));
        assertThat(refusal.path("status").asText()).isEqualTo("REJECTED");
        assertThat(refusal.path("sequence").asInt()).isEqualTo(1);
        assertThat(refusal.at("/error/category").asText()).isEqualTo("VALIDATION");
    }

    /** Nobody knows whether it was sent; so it is asked about, and not repeated. */
    @Test
    void oneThatMayHaveBeenSentIsNotSentAgainWhereTheCapIsLoweredMeanwhile() {
        Letter again = denied(order("s", "fiat-to-crypto", "100"));
        capped("99");
        List<Letter> letters = letters(submit(again));
        assertThat(letters).singleElement()
                .satisfies(next -> assertThat(next.queue()).isEqualTo("sluice.polls.hambit"));
        assertThat(entry().status().name()).isEqualTo("UNKNOWN");
    }

    /** Of a call that may be repeated only its claim was seen: it may have been made before the cap was lowered. */
    @Test
    void oneThatWasClaimedIsNotRepeatedWhereTheCapIsLoweredMeanwhile() {
        Letter message = order("s", "fiat-to-crypto", "100");
        open(Map.of("sluice.providers.hambit.operations.fiat-to-crypto.lost", "repeat"));
        Entry wanted = Submission.read((String) message.body()).entry();
        ledger.claim(wanted, "s", false);
        assertThat(submit(message)).isInstanceOf(Next.Call.class);

        open(Map.of("sluice.providers.hambit.operations.fiat-to-crypto.lost", "repeat",
                "sluice.providers.hambit.limits.amount", "{\"BRL\":\"99\"}"));
        List<Letter> letters = letters(submit(message));
        assertThat(result(letters).path("status").asText()).isEqualTo("UNKNOWN");
        assertThat(result(letters).at("/error/message").asText()).contains("must be no more than 99 BRL");
        assertThat(submit(letters.get(1))).isInstanceOf(Next.Publish.class);
    }

    @Test
    void ofADayItIsRefusedOnceThereIsNoRoomAndMayComeAgainTheNextDay() {
        open(Map.of("sluice.providers.hambit.limits.daily-amount", "{\"BRL\":\"150.5\"}"));
        record(submit(order("s", "fiat-to-crypto", "100")), accepted());
        submit(order("s", "fiat-to-crypto", "100"));
        submit(order("again", "fiat-to-crypto", "100"));

        Letter second = another(order("t", "fiat-to-crypto", "50.51"));
        ObjectNode refusal = result(letters(submit(second)));
        assertThat(refusal.path("status").asText()).isEqualTo("REJECTED");
        assertThat(refusal.path("sequence").asInt()).isZero();
        assertThat(refusal.at("/error/category").asText()).isEqualTo("LIMIT");
        assertThat(refusal.at("/error/retryable").asBoolean()).isTrue();
        assertThat(refusal.at("/error/message").asText()).contains("limits.daily-amount");

        assertThat(submit(another(order("u", "fiat-to-crypto", "50.50")))).isInstanceOf(Next.Call.class);
        clock.moveTo(clock.millis() + 86_400_000);
        ObjectNode body = Json.own((String) second.body());
        body.withObject("/request").put("requestId", "r-3");
        assertThat(submit(new Letter(second.queue(), Json.write(body), Map.of("step", "v"), null, null)))
                .isInstanceOf(Next.Call.class);
    }

    @Test
    void whatIsThereAlreadyIsAnsweredAsBefore() {
        record(submit(order("s", "fiat-to-crypto", "100")), accepted());
        capped("99");
        ObjectNode replay = result(letters(submit(order("t", "fiat-to-crypto", "100"))));
        assertThat(replay.path("status").asText()).isEqualTo("ACCEPTED");
        assertThat(replay.path("replayed").asBoolean()).isTrue();
    }

    private void capped(String most) {
        open(Map.of("sluice.providers.hambit.limits.amount", "{\"BRL\":\"" + most + "\"}"));
    }

    private static Letter another(Letter letter) {
        ObjectNode body = Json.own((String) letter.body());
        body.withObject("/request").put("requestId", "r-2");
        return new Letter(letter.queue(), Json.write(body), letter.properties(), null, null);
    }

    private Letter order(String step, String operation, String amount) {
        Letter letter = request(step, operation, null);
        ObjectNode body = Json.own((String) letter.body());
        for (String part : List.of("request", "kept")) {
            body.withObject("/" + part).putObject("order").put("amount", amount).put("currency", "BRL").put("token",
                    "USDT");
        }
        return new Letter(letter.queue(), Json.write(body), letter.properties(), null, null);
    }
}
