package dev.sluice.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdleRoutesTest {

    private final IdleRoutes routes = new IdleRoutes();

    @Test
    void oneThatNeverConsumedIsIdle() {
        assertThat(routes.counts("a", false)).isTrue();
        assertThat(routes.counts("a", false)).isTrue();
        assertThat(routes.counts("a", true)).isFalse();
    }

    @Test
    void oneThatConsumedIsIdleOnceItIsMissedForSeveralLooks() {
        assertThat(routes.counts("a", true)).isFalse();
        for (int look = 0; look < IdleRoutes.MISSED; look++) {
            assertThat(routes.counts("a", false)).isFalse();
        }
        assertThat(routes.counts("a", false)).isTrue();
        assertThat(routes.counts("a", false)).isTrue();
    }

    @Test
    void onceTheBrokerWasAwayOneIsIdleUntilItIsBack() {
        routes.counts("a", true);
        routes.forget();
        assertThat(routes.counts("a", false)).isTrue();
        assertThat(routes.counts("a", true)).isFalse();
    }

    @Test
    void oneThatComesAndGoesIsNot() {
        routes.counts("a", true);
        routes.counts("b", true);
        for (int look = 0; look < 20; look++) {
            assertThat(routes.counts("a", look % 3 == 0)).isFalse();
        }
        assertThat(routes.counts("b", true)).isFalse();
    }
}
