package dev.sluice.call;

import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import dev.sluice.watch.Counters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Whether tokens of accounts can be had, and how old those are that are used. */
@Singleton
class TokenMeters {

    private final MeterRegistry metrics;
    private final Clock clock;
    private final Counters counters;
    private final Map<String, Long> hadAt = new ConcurrentHashMap<>();

    TokenMeters(MeterRegistry metrics, Clock clock) {
        this.metrics = metrics;
        this.clock = clock;
        counters = new Counters(metrics, "sluice.tokens", "Tokens that were looked for", "provider", "account", "had");
    }

    void had(Provider provider, Account account) {
        counters.of(provider.name(), account.name(), "false");
        counters.of(provider.name(), account.name(), "true").increment();
        String name = provider.name() + "/" + account.name();
        if (hadAt.put(name, clock.millis()) == null) {
            Gauge.builder("sluice.tokens.age", () -> (clock.millis() - Objects.requireNonNull(hadAt.get(name))) / 1000d)
                    .description("How long ago the newest token of the account was had").baseUnit("seconds")
                    .tags("provider", provider.name(), "account", account.name()).register(metrics);
        }
    }

    void failed(Provider provider, Account account) {
        counters.of(provider.name(), account.name(), "true");
        counters.of(provider.name(), account.name(), "false").increment();
    }
}
