package dev.sluice.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void delaysGrowByTheFactorUpToTheLongest() {
        Schedule schedule = schedule("3s", "1.6", "5m", "0");
        assertThat(IntStream.rangeClosed(1, 5).mapToLong(schedule::delay)).containsExactly(3000L, 4800L, 7680L, 12288L,
                19661L);
        assertThat(LongStream.of(schedule.delay(20), schedule.delay(1000), schedule.delay(Integer.MAX_VALUE)))
                .containsOnly(300_000L);
        assertThat(schedule("10m", "2", "5m", "0").delay(1)).isEqualTo(300_000);
    }

    @Test
    void aFactorOfOneKeepsTheFirstDelay() {
        Schedule schedule = schedule("2s", "1", "5m", "0");
        assertThat(schedule.delay(1)).isEqualTo(schedule.delay(Integer.MAX_VALUE)).isEqualTo(2000);
        assertThat(schedule("2s", "1.0", "5m", "0").delay(Integer.MAX_VALUE)).isEqualTo(2000);
    }

    @Test
    void jitterSpreadsToBothSidesAndNoFurther() {
        Schedule schedule = schedule("10s", "1", "5m", "0.2");
        LongSummaryStatistics delays = IntStream.range(0, 20_000).mapToLong(i -> schedule.delay(1)).summaryStatistics();
        assertThat(delays.getMin()).isBetween(8_000L, 8_100L);
        assertThat(delays.getMax()).isBetween(11_900L, 12_000L);
        assertThat(delays.getAverage()).isBetween(9_900.0, 10_100.0);
        assertThat(IntStream.range(0, 1_000).mapToLong(i -> schedule("1s", "1", "5m", "1").delay(1)))
                .allMatch(delay -> delay >= 0);
    }

    @Test
    void theDeadlineIsTheBudgetAfterTheBeginning() {
        assertThat(schedule("1s", "2", "5m", "0").deadline(5_000)).isEqualTo(5_000 + Duration.ofHours(24).toMillis());
    }

    private static Schedule schedule(String first, String factor, String longest, String jitter) {
        return new Schedule(dev.sluice.config.Durations.parse(first), new BigDecimal(factor),
                dev.sluice.config.Durations.parse(longest), Duration.ofHours(24), new BigDecimal(jitter));
    }
}
