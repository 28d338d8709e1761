package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "1s,PT1S", "10m,PT10M", "2h,PT2H", "90d,P90D", "PT1S,PT1S", "P1D,PT24H", "' 1s ',PT1S",
            "0s,PT0S"})
    void aDurationIsReadAsItIsWritten(String text, String iso) {
        assertThat(Durations.parse(text)).isEqualTo(Duration.parse(iso));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "s", "1 s", "1.5s", "-1s", "PT-1S", "1w", "1S", "1sec",
            "99999999999999999999s",
            "9999999999999999d", "one"})
    void anythingElseIsRefusedInTheOperatorsWords(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("must be a duration such as 500ms, 1s, 10m, 90d or PT1S, not '" + text + "'");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500ms", "90m,90m", "120m,2h", "PT24H,1d", "36h,36h"})
    void aLengthIsToldInTheLargestUnitThatFits(String given, String told) {
        assertThat(Durations.text(Durations.parse(given))).isEqualTo(told);
    }

    @Test
    void whateverIsAcceptedCanBeCountedInMilliseconds() {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse("100000000000000h"));
    }
}
