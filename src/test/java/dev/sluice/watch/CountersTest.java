package dev.sluice.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class CountersTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final Counters counters = new Counters(metrics, "some.things", "Things", "provider", "what");

    @Test
    void eachIsToldApartByItsLabelsAndThereFromItsFirstLookOn() {
        counters.of("one", "code");
        assertThat(metrics.get("some.things").tags("provider", "one", "what", "code").counter().count()).isZero();
        counters.of("one", "code").increment();
        counters.of("two", "code").increment(2);
        assertThat(counters.of("one", "code").count()).isOne();
        assertThat(metrics.get("some.things").tags("provider", "two").counter().count()).isEqualTo(2);
        assertThat(metrics.get("some.things").tags("provider", "two").counter().getId().getDescription())
                .isEqualTo("Things");
    }
}
