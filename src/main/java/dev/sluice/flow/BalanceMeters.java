package dev.sluice.flow;

import dev.sluice.ledger.Funds;
import dev.sluice.provider.Balance;
import dev.sluice.queue.Lane;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Tells what accounts that are watched have; of one that is watched no more, or was never read, it tells no number. */
@Singleton
class BalanceMeters {

    private static final String NO_CURRENCY = "none";

    private record Told(Lane lane, String currency) {
    }

    private final MeterRegistry metrics;
    private final Clock clock;
    private final Set<Told> made = ConcurrentHashMap.newKeySet();
    private final Map<Lane, Map<String, Funds>> known = new ConcurrentHashMap<>();
    private volatile Map<Told, Long> watchedSince = Map.of();

    BalanceMeters(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
    }

    /** From now on these currencies are watched, and no others; one that comes back is watched since now. */
    synchronized void watch(Map<Lane, Set<String>> currencies) {
        Map<Told, Long> since = new HashMap<>();
        currencies.forEach((lane, its) -> its.forEach(currency -> {
            Told told = new Told(lane, currency);
            since.put(told, watchedSince.getOrDefault(told, clock.millis()));
        }));
        watchedSince = Map.copyOf(since);
        known.keySet().retainAll(currencies.keySet());
        since.keySet().forEach(this::make);
    }

    /** A meter that is there stays. */
    private void make(Told told) {
        if (!made.add(told)) {
            return;
        }
        Tags tags = Tags.of("provider", told.lane.provider(), "account", told.lane.account(), "currency",
                told.currency.equals(Balance.UNNAMED) ? NO_CURRENCY : told.currency);
        Gauge.builder("sluice.balance", () -> of(told, funds -> funds.amount().doubleValue()))
                .description("What an account has at its provider, as it was read last").tags(tags).register(metrics);
        Gauge.builder("sluice.balance.low", () -> of(told, funds -> funds.low() ? 1 : 0))
                .description("1 while an account has less at its provider than it should").tags(tags)
                .register(metrics);
        Gauge.builder("sluice.balance.age", () -> age(told)).baseUnit("seconds")
                .description("How long ago that was read; as long as it is watched where it never was").tags(tags)
                .register(metrics);
    }

    void know(Lane lane, Map<String, Funds> funds) {
        known.put(lane, Map.copyOf(funds));
    }

    private double of(Told told, ToDoubleFunction<Funds> what) {
        Funds funds = funds(told);
        return funds == null ? Double.NaN : what.applyAsDouble(funds);
    }

    private double age(Told told) {
        Long since = watchedSince.get(told);
        if (since == null) {
            return Double.NaN;
        }
        Funds funds = funds(told);
        return (clock.millis() - (funds == null ? since : funds.at())) / 1000d;
    }

    private @Nullable Funds funds(Told told) {
        return watchedSince.containsKey(told) ? known.getOrDefault(told.lane, Map.of()).get(told.currency) : null;
    }
}
