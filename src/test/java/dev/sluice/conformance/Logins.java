package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Cases of providers that give tokens: what another answer to a login than a token means for the order that needs one.
 */
final class Logins {

    private Logins() {
    }

    static void of(Shipped provider, Map<String, Consumer<Trial>> cases) {
        Recorded recorded = provider.recorded();
        Map<String, Reply> passing = new LinkedHashMap<>();
        for (int http : new int[]{404, 408, 429, 500, 503}) {
            passing.put("HTTP " + http, recorded.error(String.valueOf(http)).status(http));
        }
        for (int http : new int[]{200, 401, 403, 408}) {
            passing.put("HTTP " + http + " over a page", new Reply(http, "<html></html>", Map.of()));
        }
        passing.forEach((what, answer) -> cases.put("login answered " + what, trial -> passes(trial, answer)));
        cases.put("login refused", trial -> refused(trial, recorded.error("401").status(401)));
    }

    /** The token of the trial before is taken away, and the next one does not come at once. */
    private static void passes(Trial trial, Reply answer) {
        trial.logsIn(answer, answer, Reply.ok(trial.recorded.answer("login", trial.id)));
        assertThat(trial.answers(unauthorised(trial), trial.good()).end()).isEqualTo(trial.happyEnd());
        assertThat(trial.calls()).isEqualTo(2);
    }

    private static void refused(Trial trial, Reply answer) {
        trial.logsIn(answer).answers(unauthorised(trial), trial.good()).end();
        boolean needsToken = !trial.scripted.calls("login").isEmpty();
        assertThat(trial.calls()).isEqualTo(needsToken ? 1 : 2);
        if (needsToken) {
            assertThat(trial.history()).containsExactly("REJECTED");
            assertThat(trial.category()).isEqualTo("AUTHENTICATION");
        }
    }

    private static Reply unauthorised(Trial trial) {
        return trial.provider.file().at("/answers/codes").properties().stream()
                .filter(code -> code.getValue().path("kind").asText().equals("unauthorised"))
                .map(code -> trial.recorded.error(code.getKey())).findFirst().orElseThrow();
    }
}
