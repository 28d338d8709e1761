package dev.sluice.call;

import dev.sluice.outcome.Kind;
import dev.sluice.passage.Calling;
import dev.sluice.provider.Account;
import dev.sluice.provider.Provider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** How long the calls of steps take and what they come to, by account; a login that one needs counts into its time. */
@Singleton
class CallMeters {

    /** The bounds of the histogram. Each is a row for every account and kind, so they are few. */
    private static final Duration[] BOUNDS = {Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(1),
            Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(30)};

    private record Name(String provider, String account, Kind kind) {
    }

    private final MeterRegistry metrics;
    private final Map<Name, Timer> timers = new ConcurrentHashMap<>();

    CallMeters(MeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** One that began with its calling and now has an outcome of this kind. */
    void ended(Calling calling, Kind kind) {
        Provider provider = calling.provider();
        Account account = calling.account();
        Name name = new Name(provider.name(), provider.accounts().containsKey(account.name()) ? account.name() : "none",
                kind);
        Timer timer = timers.get(name);
        (timer == null ? timers.computeIfAbsent(name, this::timer) : timer).record(calling.nanos(),
                TimeUnit.NANOSECONDS);
    }

    private Timer timer(Name name) {
        return Timer.builder("sluice.calls").description("Calls of steps to providers, by what they came to")
                .tags("provider", name.provider, "account", name.account, "kind",
                        name.kind.word())
                .serviceLevelObjectives(BOUNDS).register(metrics);
    }
}
