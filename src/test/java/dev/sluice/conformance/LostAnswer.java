package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

/** What must follow when nobody knows whether a call took effect, by the operation's own policy. */
final class LostAnswer {

    private LostAnswer() {
    }

    static void of(Trial trial, Reply lost) {
        switch (policy(trial, trial.recorded.names(trial.call(), lost))) {
            case "ask" -> {
                assertThat(trial.answers(lost).end()).as("the provider is asked").containsExactly("UNKNOWN",
                        "COMPLETED");
                assertThat(trial.calls()).as("never sent twice").isEqualTo(1);
            }
            case "repeat" -> {
                assertThat(trial.answers(lost, trial.good()).end()).as("it is repeated")
                        .isEqualTo(trial.happyEndAfter("UNKNOWN"));
                assertThat(trial.calls()).isEqualTo(2);
            }
            default -> {
                assertThat(trial.answers(lost).until("UNKNOWN")).containsExactly("UNKNOWN");
                assertThat(trial.calls()).isEqualTo(1);
                trial.leftToAPerson();
            }
        }
        assertThat(trial.scripted.strangers()).isEmpty();
    }

    /**
     * Where the provider cannot be asked by our own number, only a person is left.
     *
     * @param named whether the answer names the order, which can be asked about then
     */
    static String policy(Trial trial, boolean named) {
        String lost = trial.file.path("lost").asText();
        String ask = trial.question();
        if (ask != null && named) {
            return "ask";
        }
        boolean answers = ask != null && !trial.provider.call(ask).path("path").asText().contains("{reference}");
        return lost.equals("ask") && !answers ? "person" : lost;
    }
}
