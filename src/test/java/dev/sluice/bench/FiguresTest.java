package dev.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FiguresTest {

    private static final List<Double> HUNDRED = shuffled(100);

    @Test
    void theMedianIsTheOneInTheMiddleOrTheMeanOfTwo() {
        assertThat(Figures.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5);
        assertThat(Figures.median(List.of(4.0, 1.0, 9.0, 6.0))).isEqualTo(5);
        assertThat(Figures.median(List.of(7.0))).isEqualTo(7);
    }

    @Test
    void aPercentileIsTheSmallestValueThatTheShareDoesNotExceed() {
        assertThat(Figures.percentile(HUNDRED, 0.5)).isEqualTo(50);
        assertThat(Figures.percentile(HUNDRED, 0.95)).isEqualTo(95);
        assertThat(Figures.percentile(HUNDRED, 0.99)).isEqualTo(99);
        assertThat(Figures.percentile(HUNDRED, 1)).isEqualTo(100);
        assertThat(Figures.percentile(shuffled(3), 0.99)).isEqualTo(3);
        assertThat(Figures.percentile(shuffled(3), 0.01)).isEqualTo(1);
    }

    @Test
    void nothingHasNoMedian() {
        assertThatThrownBy(() -> Figures.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Double> shuffled(int count) {
        List<Double> values = new ArrayList<>(IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList());
        Collections.shuffle(values, new Random(1));
        return values;
    }
}
