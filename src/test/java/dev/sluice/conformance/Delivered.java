package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Cases of what a provider delivers by itself: each ends an order once, also one of which nobody knows, if it is signed. */
final class Delivered {

    private Delivered() {
    }

    static void of(Shipped provider, String operation, Map<String, Consumer<Trial>> cases) {
        provider.recorded().deliveries(operation, "any").properties().forEach(delivery -> {
            String name = delivery.getKey();
            cases.put("delivery " + name, trial -> twice(trial, trial.good(), name, "ACCEPTED"));
            cases.put("delivery " + name + " after a lost answer",
                    trial -> twice(trial, Reply.CLOSED, name, "UNKNOWN"));
            cases.put("delivery " + name + " with another signature", trial -> forged(trial, name));
        });
    }

    private static void twice(Trial trial, Reply answer, String name, String before) {
        JsonNode delivery = trial.recorded.deliveries(trial.operation, trial.id).path(name);
        goesOn(trial);
        assertThat(trial.answers(answer).until(before)).startsWith(before);
        saysSo(trial, name);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answered = trial.deliver(delivery, delivery.path("signed").asText());
            assertThat(answered.statusCode()).isEqualTo(200);
            assertThat(answered.body()).isEqualTo(delivery.path("answered").asText());
        }
        endsOnce(trial, before, delivery);
        assertThat(trial.calls()).isEqualTo(1);
    }

    private static void endsOnce(Trial trial, String before, JsonNode delivery) {
        String end = delivery.path("becomes").asText();
        List<String> history = trial.thenUntil(end);
        assertThat(history).startsWith(before).endsWith(end);
        assertThat(history.subList(0, history.size() - 1)).doesNotContain("COMPLETED", "FAILED", "UNRESOLVED");
    }

    private static void forged(Trial trial, String name) {
        JsonNode delivery = trial.recorded.deliveries(trial.operation, trial.id).path(name);
        goesOn(trial);
        assertThat(trial.answers(trial.good()).until("ACCEPTED")).startsWith("ACCEPTED");
        String signed = delivery.path("signed").asText();
        String other = (signed.charAt(0) == '0' ? '1' : '0') + signed.substring(1);
        assertThat(trial.deliver(delivery, other).statusCode()).isEqualTo(401);
        saysSo(trial, name);
        assertThat(trial.deliver(delivery, signed).statusCode()).isEqualTo(200);
        endsOnce(trial, "ACCEPTED", delivery);
    }

    /** Where the provider can be asked, it is asked what the delivery says. */
    private static void saysSo(Trial trial, String status) {
        if (trial.question() != null) {
            trial.scripted.says(trial.question(), trial.status(trial.question(), status));
        }
    }

    /** Until then whoever is asked says that it goes on. */
    private static void goesOn(Trial trial) {
        if (trial.question() != null) {
            List<String> statuses = Cases.statusTables(trial.provider).entrySet().stream()
                    .filter(status -> status.getValue().equals("PENDING")).map(Map.Entry::getKey).toList();
            trial.tells(trial.status(trial.question(), statuses.get(0)));
        }
    }
}
