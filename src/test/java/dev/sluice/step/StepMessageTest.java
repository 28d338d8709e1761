package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class StepMessageTest {

    @Test
    void whatIsWrittenIsReadAgain() {
        for (StepMessage message : new StepMessage[]{StepMessage.first("s-1", "default", "{}"),
                StepMessage.late("late-1", "eu", "{}"),
                StepMessage.of(FollowUp.submission("s-1", 3, 2, 5), "default", "{}"),
                StepMessage.of(FollowUp.poll("s-1", 4, 5), "eu", "{}"),
                StepMessage.first("s-1", "default", "{}").again()}) {
            assertThat(StepMessage.read(message.properties()::get, message.body())).isEqualTo(message);
        }
    }

    @Test
    void whatAnEarlierVersionWroteIsRead() {
        assertThat(StepMessage.read(Map.<String, Object>of("step", "s-1")::get, "{}"))
                .isEqualTo(new StepMessage("s-1", 1, 0, false, false, false, "", "{}"));
        assertThat(StepMessage.read(
                Map.<String, Object>of("step", "s-r2", "attempt", 2, "repeat", 1, "chained", true, "account", "eu",
                        "handed", true)::get,
                "{}")).isEqualTo(new StepMessage("s-r2", 2, 1, true, true, false, "eu", "{}"));
    }

    /** The version before takes an empty one for none of its own. */
    @Test
    void anAccountThatAMessageDoesNotNameIsNotWritten() {
        assertThat(StepMessage.read(Map.<String, Object>of("step", "s-1")::get, "{}").again().properties())
                .doesNotContainKey("account");
    }

    @Test
    void aLateAnswerWithAWordOfALaterVersionIsNoMisfit() {
        assertThatThrownBy(() -> Ask
                .read("{\"family\":\"orders\",\"requestId\":\"r\",\"late\":{\"of\":\"s\",\"kind\":\"pin 1234\"}}"))
                .isInstanceOf(IllegalStateException.class).hasMessage("a late answer has a word that this version"
                        + " does not know");
    }

    @Test
    void aPropertyOfAnotherTypeOrShapeIsNamedAndNotQuoted() {
        refused("step", 7, "the message property step: must be of the type String");
        refused("step", "a step", "the message property step: must be an id of a step");
        refused("account", "../eu", "the message property account: must be an account's name");
        refused("attempt", "2", "the message property attempt: must be of the type Integer");
        refused("repeat", 1L, "the message property repeat: must be of the type Integer");
        refused("handed", "true", "the message property handed: must be of the type Boolean");
        refused("chained", 1, "the message property chained: must be of the type Boolean");
        refused("late", "true", "the message property late: must be of the type Boolean");
    }

    private static void refused(String name, Object value, String words) {
        assertThatThrownBy(
                () -> StepMessage.read(asked -> asked.equals(name) ? value : asked.equals("step") ? "s" : null, "{}"))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(words);
    }
}
