package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class GrowingClockTest {

    @Test
    void noMomentIsToldTwiceAndEachIsLater() {
        Clock clock = new GrowingClock(new MovedClock());
        List<Long> told = LongStream.generate(clock::millis).limit(5).boxed().toList();
        assertThat(told).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void norToManyAtOnce() {
        Clock clock = new GrowingClock(Clock.systemUTC());
        Set<Long> told = new ConcurrentSkipListSet<>();
        IntStream.range(0, 10_000).parallel().forEach(any -> told.add(clock.millis()));
        assertThat(told).hasSize(10_000);
    }
}
