package dev.sluice.flow;

import dev.sluice.provider.Balance;
import dev.sluice.queue.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/** Tells what accounts that are watched have; of one that is watched no more, or was never read, it tells no number. */
@Singleton
class BalanceMeters {

    private static final String NO_CURRENCY = "none";

    private final MeterRegistry metrics;
    private final Map<Lane, Map<String, Funds>> known = new ConcurrentHashMap<>();

    BalanceMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** A meter that is there stays. */
    void watch(Lane lane, String currency) {
        Tags tags = Tags.of("provider", lane.provider(), "account", lane.account(), "currency",
                currency.equals(Balance.UNNAMED) ? NO_CURRENCY : currency);
        Gauge.builder("sluice.balance", () -> of(lane, currency, funds -> funds.amount().doubleValue()))
                .description("What an account has at its provider, as it was read last").tags(tags).register(metrics);
        Gauge.builder("sluice.balance.low", () -> of(lane, currency, funds -> funds.low() ? 1 : 0))
                .description("1 while an account has less at its provider than it should").tags(tags)
                .register(metrics);
    }

    void know(Lane lane, Map<String, Funds> funds) {
        known.put(lane, Map.copyOf(funds));
    }

    void forget(Lane lane) {
        known.remove(lane);
    }

    private double of(Lane lane, String currency, ToDoubleFunction<Funds> what) {
        Funds funds = known.getOrDefault(lane, Map.of()).get(currency);
        return funds == null ? Double.NaN : what.applyAsDouble(funds);
    }
}
