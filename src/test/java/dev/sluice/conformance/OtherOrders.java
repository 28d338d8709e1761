package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Map;
import java.util.function.Consumer;

/** Cases of answers that are about another order than was asked about: they end nothing and replace no reference. */
final class OtherOrders {

    private static final JsonNode OTHER = new TextNode("somebody-elses");

    private OtherOrders() {
    }

    static void of(Shipped provider, String operation, Map<String, Consumer<Trial>> cases) {
        Recorded recorded = provider.recorded();
        JsonNode file = provider.operation(operation);
        boolean named = recorded.answer(recorded.carriedBy(operation), "any", "reference", OTHER) != null;
        if (file.has("about") && named) {
            cases.put("the answer about another order", OtherOrders::asked);
        } else if (named) {
            cases.put("the order of another request", OtherOrders::taken);
        }
        if (recorded.answer(file.path("ask").asText("none"), "any", "reference", OTHER) != null) {
            Cases.statusTables(provider).keySet().forEach(
                    status -> cases.put("status " + status + " of another order", trial -> told(trial, status)));
        }
    }

    private static void asked(Trial trial) {
        assertThat(trial.answers(Reply.ok(trial.recorded.answer(trial.call(), trial.id, "reference", OTHER))).end())
                .containsExactly("UNRESOLVED");
        mismatch(trial);
    }

    private static void taken(Trial trial) {
        Trial first = trial.another();
        assertThat(first.answers(first.good()).end()).isEqualTo(first.happyEnd());
        JsonNode reference = first.first().path("providerReference");
        assertThat(trial.answers(Reply.ok(trial.recorded.answer(trial.call(), trial.id, "reference", reference))).end())
                .containsExactly("UNRESOLVED");
        mismatch(trial);
        assertThat(trial.last().path("error").path("message").asText()).contains(reference.asText());
        assertThat(trial.last().path("providerReference").isNull()).isTrue();
    }

    private static void told(Trial trial, String status) {
        Reply other = Reply.ok(trial.recorded.answer(trial.question(), trial.id,
                Map.of("reference", OTHER, "status", new TextNode(status))));
        assertThat(trial.answers(trial.good()).tells(other).end()).containsExactly("ACCEPTED", "UNRESOLVED");
        mismatch(trial);
        assertThat(trial.last().path("providerReference")).isEqualTo(trial.first().path("providerReference"));
    }

    private static void mismatch(Trial trial) {
        assertThat(trial.category()).isEqualTo("ECHO_MISMATCH");
        assertThat(trial.calls()).isEqualTo(1);
    }
}
