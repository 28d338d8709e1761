package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An answer about another order tells nothing of this one, and one order at the provider is one request's. */
class AnotherOrderTest extends OneOrder {

    @ParameterizedTest
    @EnumSource(value = Kind.class, names = {"ACCEPTED", "PROGRESS", "COMPLETED", "FAILED", "UNKNOWN", "ECHO_MISMATCH"})
    void whateverIsSaidOfAnotherReferenceIsForAPersonAndReplacesNone(Kind kind) {
        Letter poll = record(submit(request("s", null)), accepted()).get(1);

        List<Letter> letters = record(ask(poll), of(kind, "ELSE"));

        assertThat(letters).extracting(Letter::queue).containsExactly("orders.results", "sluice.attention");
        ObjectNode result = result(letters);
        assertThat(result.path("status").asText()).isEqualTo("UNRESOLVED");
        assertThat(result.at("/error/category").asText()).isEqualTo("ECHO_MISMATCH");
        assertThat(result.at("/error/message").asText()).contains("ELSE").contains("REF");
        assertThat(result.path("providerReference").asText()).isEqualTo("REF");
        assertThat(entry().providerReference()).isEqualTo("REF");
        assertThat(record(ask(askFromOutside("w")), of(kind, "ELSE"))).as("said again").isEmpty();
    }

    @Test
    void theAnswerToACallThatWasRepeatedNamesTheSameOrder() {
        record(submit(request("s", null)), of(Kind.UNKNOWN, "REF"));
        assertThat(entry().providerReference()).isEqualTo("REF");
        record(ask(askFromOutside("w")), of(Kind.COMPLETED, "ELSE"));
        assertThat(entry().status()).isEqualTo(Status.UNRESOLVED);
    }

    @Test
    void theOrderOfAnotherRequestIsNotThisOnes() {
        record(submit(request("s", null)), accepted());
        ObjectNode other = Json.own((String) request("t", null).body());
        ((ObjectNode) other.path("request")).put("requestId", "r-2");
        Letter second = new Letter("sluice.submit.hambit", Json.write(other), Map.of("step", "t"), null, null);

        ObjectNode result = result(record(submit(second), completed()));

        assertThat(result.path("status").asText()).isEqualTo("UNRESOLVED");
        assertThat(result.path("providerReference").isNull()).isTrue();
        assertThat(result.at("/error/message").asText()).contains("REF").contains("another request");
        assertThat(ledger.find(new Key("orders", "r-2")).orElseThrow().providerReference()).isNull();
        assertThat(letters(submit(second))).as("the same message again").hasSize(2);
        assertThat(entry().status()).as("the first one").isEqualTo(Status.ACCEPTED);
    }

    @Test
    void aWordAboutAnotherOrderAfterTheEndContradictsNothing() {
        record(submit(request("s", null)), completed());
        assertThat(record(ask(askFromOutside("w")), of(Kind.FAILED, "ELSE"))).isEmpty();
    }

    private static Outcome of(Kind kind, String reference) {
        boolean says = kind == Kind.COMPLETED || kind == Kind.ACCEPTED || kind == Kind.PROGRESS;
        return new Outcome(kind, reference, "8", Json.object(),
                says ? null : new Outcome.Failure(Category.PROVIDER, null, "simulated"), null);
    }
}
