package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.Providers;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever a provider answers, no end comes of it that it did not say, and no result that breaks the contract. Bounded
 * ({@code -Dsluice.test.answers} of them for each operation); a failure tells the seed, {@code -Dsluice.test.seed}.
 */
@QuarkusTest
@TestProfile(ShortSchedules.class)
class AnswerFuzzTest {

    private static final int ANSWERS = Integer.getInteger("sluice.test.answers", 10);
    private static final long SEED = Long.getLong("sluice.test.seed", System.nanoTime());
    private static final Set<String> ENDS = Set.of("REJECTED", "FAILED");

    World world;

    @Inject
    Providers providers;

    @TestFactory
    List<DynamicTest> everyOperationOfEveryProvider() {
        return Shipped.all().stream().map(file -> file.with(providers.tree(file.name())))
                .flatMap(provider -> provider.operations().stream()
                        .filter(operation -> provider.operation(operation).path("enabled").asBoolean(true))
                        .map(operation -> DynamicTest.dynamicTest(provider.name() + " " + operation,
                                () -> fuzz(provider, operation))))
                .toList();
    }

    private void fuzz(Shipped provider, String operation) {
        Random random = new Random(SEED ^ operation.hashCode());
        for (int i = 0; i < ANSWERS; i++) {
            Trial trial = new Trial(world, provider, operation, "fuzzed-" + operation);
            FuzzedAnswer answer = FuzzedAnswer.of(trial, random);
            try {
                trial.answers(answer.reply(), trial.good()).any();
                isSaid(trial, answer);
                trial.rest();
            } catch (AssertionError e) {
                throw new AssertionError(
                        "seed " + SEED + ", " + answer.reply() + ": " + trial.history() + " " + e.getMessage(), e);
            }
        }
        Trial honest = new Trial(world, provider, operation, "honest-" + operation);
        assertThat(honest.answers(honest.good()).end()).as("seed %d, after all that", SEED)
                .isEqualTo(honest.happyEnd());
    }

    private static void isSaid(Trial trial, FuzzedAnswer answer) {
        JsonNode first = trial.first();
        String status = first.path("status").asText();
        if (ENDS.contains(status)) {
            String code = first.path("error").path("code").asText("");
            assertThat(answer.reply().status() == 401 || answer.says(code)).as("it says %s", code).isTrue();
        } else if (status.equals("COMPLETED") || status.equals("ACCEPTED")) {
            assertThat(trial.calls() > 1 || answer.showsSuccess()).as("it shows a success").isTrue();
        }
    }
}
