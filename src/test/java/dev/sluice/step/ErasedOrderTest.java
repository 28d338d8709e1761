package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.contract.PublishedResults;
import dev.sluice.json.Json;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import org.junit.jupiter.api.Test;

/** An order out of which a person was taken is still the same order. */
class ErasedOrderTest extends OneOrder {

    @Test
    void whenItComesAgainItIsAnsweredWithoutThePersonAndNotSent() {
        record(submit(request("s", null)), new Outcome(Kind.COMPLETED, "REF", "8",
                Json.object().put("amount", "100.00").put("address", "TWallet7"), null, null));
        assertThat(result(letters(submit(request("t", null)))).at("/data/address").asText()).isEqualTo("TWallet7");

        assertThat(database.erase("TWallet7", KEY)).isEqualTo(1);

        ObjectNode replay = result(letters(submit(request("u", null))));
        assertThat(PublishedResults.fault(replay)).isNull();
        assertThat(replay.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(replay.path("replayed").asBoolean()).isTrue();
        assertThat(replay.path("data")).isEqualTo(Json.object().put("amount", "100.00"));
        assertThat(replay.path("providerReference").asText()).isEqualTo("REF");
    }

    /** The step's message was left on the queue by a crash. */
    @Test
    void aStepThatComesBackPublishesWhatIsLeftAndSendsNothing() {
        Letter order = request("s", null);
        record(submit(order), new Outcome(Kind.COMPLETED, "REF", "8", Json.object().put("address", "TWallet7"), null,
                null));
        database.erase("TWallet7", KEY);

        assertThat(letters(submit(order))).singleElement()
                .satisfies(
                        letter -> assertThat((String) letter.body()).contains("COMPLETED").doesNotContain("TWallet7"));
    }
}
