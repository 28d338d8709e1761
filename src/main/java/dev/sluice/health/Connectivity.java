package dev.sluice.health;

import dev.sluice.call.ProviderConnections;
import dev.sluice.call.SideCalls;
import dev.sluice.lane.Gates;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.queue.Lane;
import dev.sluice.text.Shown;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/**
 * Which providers are served, and which were last seen reachable. Always up: a provider that is away is no reason to
 * take Sluice out of service, its work waits on the queue.
 */
@Singleton
@Named("connectivity")
@Readiness
@Unremovable
public class Connectivity implements HealthCheck {

    private static final int HTTP_OK = 200;

    private final SideCalls calls;
    private final Providers providers;
    private final Gates gates;
    private final ProviderConnections connections;
    private final Clock clock;
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    Connectivity(SideCalls calls, Providers providers, Gates gates, ProviderConnections connections, Clock clock) {
        this.calls = calls;
        this.connections = connections;
        this.providers = providers;
        this.gates = gates;
        this.clock = clock;
    }

    /** Sees whether a provider answers its own check, where it has an address. */
    public void look(String name) {
        Provider provider = providers.get(name);
        if (provider == null || !provider.enabled()) {
            return;
        }
        String account = provider.accounts().containsKey(Lane.DEFAULT) ? Lane.DEFAULT
                : provider.accounts().keySet().stream().sorted().findFirst().orElse(Lane.DEFAULT);
        if (!provider.account(account).baseUrl().isEmpty()) {
            boolean reachable = calls.ping(provider, account) == HTTP_OK;
            seen.put(name, (reachable ? "reachable" : "not reachable") + " at " + clock.instant());
        }
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("providers").up();
        for (Provider provider : providers.all()) {
            provider.accounts().keySet().forEach(account -> {
                String unusable = provider.unusable(account);
                String held = gates.told(provider.name(), account);
                String wanting = connections.told(provider.name());
                response.withData(Shown.line(provider.name() + "." + account),
                        Shown.line(unusable != null ? "disabled: " + unusable
                                : seen.getOrDefault(provider.name(), "enabled") + (held == null ? "" : "; " + held)
                                        + (wanting == null ? "" : "; " + wanting)));
            });
        }
        return response.build();
    }
}
