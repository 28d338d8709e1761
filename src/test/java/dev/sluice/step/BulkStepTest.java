package dev.sluice.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message on sluice.bulk says. */
class BulkStepTest {

    @Test
    void whatIsWrittenIsRead() {
        BulkStep step = BulkStep.of("bulk-1", "person-2", 40);
        assertThat(BulkStep.read(step.write())).isEqualTo(step);
        assertThat(step.isPossible()).isTrue();
        assertThat(BulkStep.of("bulk-1", "person-2", 40)).as("another message of the same place").isNotEqualTo(step);
        assertThat(step.id()).isEqualTo("person-2-from-40");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"bulk\":\"b\",\"chain\":\"c\",\"token\":\"t\"}",
            "{\"bulk\":\"b\",\"chain\":\"\",\"from\":0,\"token\":\"t\"}",
            "{\"bulk\":\"b\\u0000\",\"chain\":\"c\",\"from\":0,\"token\":\"t\"}",
            "{\"bulk\":\"b\",\"chain\":\"c\",\"from\":10000,\"token\":\"t\"}",
            "{\"bulk\":\"b\",\"chain\":\"c\",\"from\":-1,\"token\":\"t\"}",
            "{\"bulk\":\"b\",\"chain\":\"c\",\"from\":0}"})
    void whatNobodyWritesIsNoStep(String text) {
        assertThat(BulkStep.read(text).isPossible()).isFalse();
    }
}
