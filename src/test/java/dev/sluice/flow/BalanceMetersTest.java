package dev.sluice.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.MovedClock;
import dev.sluice.queue.Lane;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of balances, over changes of what is watched. */
class BalanceMetersTest {

    private static final Lane LANE = new Lane("htp", "default");

    private final MovedClock clock = new MovedClock();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final BalanceMeters meters = new BalanceMeters(metrics, clock);

    @Test
    void whatWasReadLastIsToldAndHowLongAgo() {
        meters.watch(Map.of(LANE, Set.of("EUR")));
        clock.advance(Duration.ofSeconds(5));
        assertThat(gauge("sluice.balance", "EUR")).isNaN();
        assertThat(gauge("sluice.balance.age", "EUR")).as("it was never read").isEqualTo(5);

        meters.know(LANE, Map.of("EUR", new Funds(new BigDecimal("9.50"), true, clock.millis())));
        clock.advance(Duration.ofSeconds(60));

        assertThat(gauge("sluice.balance", "EUR")).isEqualTo(9.5);
        assertThat(gauge("sluice.balance.low", "EUR")).isEqualTo(1);
        assertThat(gauge("sluice.balance.age", "EUR")).isEqualTo(60);
    }

    /** An account that is gone, and low at last, would else be low for ever. */
    @Test
    void ofWhatIsWatchedNoMoreNothingIsTold() {
        meters.watch(Map.of(LANE, Set.of("EUR", "BRL")));
        Funds funds = new Funds(BigDecimal.ONE, true, clock.millis());
        meters.know(LANE, Map.of("EUR", funds, "BRL", funds));

        meters.watch(Map.of(LANE, Set.of("EUR")));
        assertThat(gauge("sluice.balance.low", "BRL")).isNaN();
        assertThat(gauge("sluice.balance.age", "BRL")).isNaN();
        assertThat(gauge("sluice.balance.low", "EUR")).isEqualTo(1);

        meters.watch(Map.of());
        meters.know(LANE, Map.of("EUR", funds));
        assertThat(gauge("sluice.balance", "EUR")).isNaN();
        assertThat(gauge("sluice.balance.low", "EUR")).isNaN();
    }

    @Test
    void whatWasKeptIsReadAsItWas() {
        Map<String, Funds> funds = Map.of("EUR", new Funds(new BigDecimal("9.50"), true, 7));

        assertThat(Funds.read(Funds.written(funds))).isEqualTo(funds);
    }

    @Test
    void anOperatorHearsOfATurnAndOfWhatIsLowAgainAfterNobodyWatchedIt() {
        Funds low = new Funds(BigDecimal.ONE, true, 100);
        Funds enough = new Funds(BigDecimal.TEN, false, 100);

        assertThat(Funds.isNews(true, null, 50)).isTrue();
        assertThat(Funds.isNews(false, null, 50)).isFalse();
        assertThat(Funds.isNews(true, low, 50)).isFalse();
        assertThat(Funds.isNews(true, low, 150)).isTrue();
        assertThat(Funds.isNews(false, low, 150)).isTrue();
        assertThat(Funds.isNews(true, enough, 50)).isTrue();
        assertThat(Funds.isNews(false, enough, 150)).isFalse();
    }

    private double gauge(String name, String currency) {
        return metrics.get(name).tag("currency", currency).gauge().value();
    }
}
