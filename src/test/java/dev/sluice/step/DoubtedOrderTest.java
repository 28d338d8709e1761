package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.json.Json;
import dev.sluice.outcome.Category;
import dev.sluice.outcome.Evidence;
import dev.sluice.outcome.Kind;
import dev.sluice.outcome.Outcome;
import dev.sluice.outcome.Status;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a mismatch left open is ended by a person, or by a word that repeats rightly what differed. */
class DoubtedOrderTest extends OneOrder {

    @BeforeEach
    void theAmountDiffers() {
        List<Letter> letters = record(submit(request("s", null)), new Outcome(Kind.ECHO_MISMATCH, "REF", null, null,
                new Outcome.Failure(Category.ECHO_MISMATCH, null, "amount was asked as 100.00, the provider answers"
                        + " 10.00"),
                null)
                .with(new Evidence(true, Set.of("requestId"), Set.of("amount", "currency"))));
        assertThat(result(letters).path("status").asText()).isEqualTo("UNRESOLVED");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "FAILED"})
    void aWordThatDoesNotRepeatWhatDifferedIsNotedAndEndsNothing(Kind kind) {
        assertThat(record(ask(askFromOutside("w1")), says(kind, Set.of()))).isEmpty();
        assertThat(record(ask(askFromOutside("w2")), says(kind, Set.of("requestId", "amount")))).as("half of it")
                .isEmpty();
        assertThat(entry().status()).isEqualTo(Status.UNRESOLVED);
        assertThat(entry().sequence()).isEqualTo(1);
        assertThat(letters(ask(askFromOutside("w1")))).as("the same message again").isEmpty();
        assertThat(database.words(KEY)).containsExactly(
                "it is " + kind + " (status 8), and does not repeat what differed before: amount, currency",
                "it is " + kind + " (status 8), and does not repeat what differed before: currency");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "FAILED"})
    void aWordThatRepeatsItRightlyEndsIt(Kind kind) {
        assertThat(result(record(ask(askFromOutside("w")), says(kind, Set.of("amount", "currency")))).path("status")
                .asText())
                .isEqualTo(kind.name());
    }

    @Test
    void whatDiffersLaterIsAddedToWhatDifferedBefore() {
        record(ask(askFromOutside("w1")), new Outcome(Kind.COMPLETED, "ELSE", "8", Json.object(), null, null)
                .with(new Evidence(true, Set.of("amount", "currency"), Set.of())));
        assertThat(entry().doubted()).containsExactlyInAnyOrder("amount", "currency", "reference");
        assertThat(database.words(KEY)).as("it has no result that would tell").singleElement().asString()
                .contains("ELSE");
        record(ask(askFromOutside("w2")), new Outcome(Kind.COMPLETED, null, "8", Json.object(), null, null)
                .with(new Evidence(true, Set.of("amount", "currency"), Set.of())));
        assertThat(entry().status()).as("no reference in it").isEqualTo(Status.UNRESOLVED);
        record(ask(askFromOutside("w3")), says(Kind.COMPLETED, Set.of("amount", "currency")));
        assertThat(entry().status()).isEqualTo(Status.COMPLETED);
    }

    private static Outcome says(Kind kind, Set<String> same) {
        return new Outcome(kind, "REF", "8", Json.object(),
                kind == Kind.COMPLETED ? null : new Outcome.Failure(Category.PROVIDER, "8", "simulated"), null)
                .with(new Evidence(true, same, Set.of()));
    }
}
