package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.bench.site.Contestant;
import dev.sluice.bench.site.Ledger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {

    private static final Conditions FAST = new Conditions(Mode.DRAIN, Ledger.Kind.POSTGRESQL, 0, 16_000, 50);
    private static final Conditions SLOW = new Conditions(Mode.DRAIN, Ledger.Kind.POSTGRESQL, 200, 16_000, 50);

    @Test
    void aRatioIsThatOfTheMediansUnderTheSameConditions() {
        Comparison comparison = new Comparison(List.of(
                outcome(FAST, Contestant.BASELINE, 1_000), outcome(FAST, Contestant.SLUICE, 400),
                outcome(FAST, Contestant.BASELINE, 10), outcome(FAST, Contestant.SLUICE, 600),
                outcome(FAST, Contestant.BASELINE, 2_000), outcome(FAST, Contestant.SLUICE, 500),
                outcome(SLOW, Contestant.BASELINE, 250), outcome(SLOW, Contestant.SLUICE, 500)));

        assertThat(comparison.conditions()).containsExactly(FAST, SLOW);
        assertThat(comparison.median(FAST, Contestant.SLUICE, Measure.RATE)).hasValue(500);
        assertThat(comparison.ratio(FAST, Contestant.SLUICE, Measure.RATE)).hasValue(0.5);
        assertThat(comparison.ratio(SLOW, Contestant.SLUICE, Measure.RATE)).hasValue(2);
        assertThat(comparison.measures(FAST)).containsExactly(Measure.RATE);
        assertThat(comparison.contestants(SLOW)).containsExactly(Contestant.BASELINE, Contestant.SLUICE);
    }

    @Test
    void whereTheHandWrittenProgramWasNotMeasuredThereIsNoRatio() {
        Comparison comparison = new Comparison(List.of(outcome(FAST, Contestant.CAMEL, 400),
                outcome(SLOW, Contestant.BASELINE, 0), outcome(SLOW, Contestant.CAMEL, 400)));

        assertThat(comparison.ratio(FAST, Contestant.CAMEL, Measure.RATE)).isEmpty();
        assertThat(comparison.ratio(SLOW, Contestant.CAMEL, Measure.RATE)).isEmpty();
        assertThat(comparison.median(FAST, Contestant.SLUICE, Measure.RATE)).isEmpty();
        assertThat(comparison.median(FAST, Contestant.CAMEL, Measure.MEMORY)).isEmpty();
    }

    @Test
    void whatComesSteadilyIsMeasuredOnceForALedger() {
        assertThat(GivenOutcomes.CHOICES.conditions()).hasSize(2 * (3 + 1))
                .filteredOn(conditions -> conditions.mode() == Mode.STEADY)
                .allSatisfy(conditions -> assertThat(conditions.latencyMs()).isZero());
    }

    private static Outcome outcome(Conditions conditions, Contestant contestant, double rate) {
        return new Outcome(conditions, contestant, 1, Map.of(Measure.RATE, rate));
    }
}
