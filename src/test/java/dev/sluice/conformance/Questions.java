package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Cases of operations that go on after the answer: what the provider says when it is asked about the order. */
final class Questions {

    private Questions() {
    }

    static void of(Shipped provider, JsonNode operation, Map<String, Consumer<Trial>> cases) {
        if (provider.call(operation.path("ask").asText("none")).path("path").asText().isEmpty()) {
            return;
        }
        Cases.statusTables(provider)
                .forEach((status, word) -> cases.put("status " + status, trial -> status(trial, status, word)));
        cases.put("unlisted status", Questions::unlisted);
        cases.put("codes tell nothing of an order", Questions::codes);
        cases.put("lost answers to questions", Questions::lost);
    }

    private static void status(Trial trial, String status, String word) {
        Reply said = trial.status(trial.question(), status);
        Reply end = Reply.ok(trial.recorded.answer(trial.question(), trial.id));
        trial.answers(trial.good()).tells(said, said, end);
        if (!word.equals("PENDING")) {
            assertThat(trial.end()).containsExactly("ACCEPTED", word);
            assertThat(trial.last().path("providerStatus").asText()).isEqualTo(status);
            return;
        }
        List<String> history = trial.end();
        boolean known = status.equals(trial.first().path("providerStatus").asText());
        assertThat(history).as("published once, and not at all where it was known").isEqualTo(known
                ? List.of("ACCEPTED", "COMPLETED") : List.of("ACCEPTED", "PENDING", "COMPLETED"));
    }

    private static void unlisted(Trial trial) {
        Reply said = trial.status(trial.question(), "987654");
        Reply end = Reply.ok(trial.recorded.answer(trial.question(), trial.id));
        assertThat(trial.answers(trial.good()).tells(said, said, end).end()).containsExactly("ACCEPTED", "COMPLETED");
    }

    private static void codes(Trial trial) {
        List<Reply> said = new ArrayList<>();
        trial.provider.file().at("/answers/codes").fieldNames()
                .forEachRemaining(code -> said.add(trial.recorded.error(code)));
        said.add(trial.recorded.error("987654"));
        goOnAsking(trial, said);
    }

    private static void lost(Trial trial) {
        Reply good = Reply.ok(trial.recorded.answer(trial.question(), trial.id));
        List<Reply> said = new ArrayList<>(List.of(Reply.CLOSED, good.garbled(), good.status(500), good.status(503),
                good.status(429),
                good.status(401), trial.recorded.contradiction(trial.id), trial.recorded.error("429").status(429)));
        said.addAll(trial.recorded.notGood(trial.question(), trial.id));
        goOnAsking(trial, said);
    }

    private static void goOnAsking(Trial trial, List<Reply> said) {
        said.add(Reply.ok(trial.recorded.answer(trial.question(), trial.id)));
        assertThat(trial.answers(trial.good()).tells(said.toArray(Reply[]::new)).end()).containsExactly("ACCEPTED",
                "COMPLETED");
        assertThat(trial.calls()).isEqualTo(1);
        assertThat(trial.scripted.calls(trial.question())).hasSize(said.size());
    }
}
