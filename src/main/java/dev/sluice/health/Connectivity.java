package dev.sluice.health;

import dev.sluice.call.ProviderConnections;
import dev.sluice.lane.Gates;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import dev.sluice.text.Shown;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
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

    private final Providers providers;
    private final Gates gates;
    private final ProviderConnections connections;
    private final Clock clock;
    private final Map<String, String> seen = new ConcurrentHashMap<>();

    Connectivity(Providers providers, Gates gates, ProviderConnections connections, Clock clock) {
        this.connections = connections;
        this.providers = providers;
        this.gates = gates;
        this.clock = clock;
    }

    /** Whether the provider has an address to check. */
    public boolean checks(String name) {
        Provider provider = providers.get(name);
        return provider.enabled() && !provider.baseUrl().isEmpty();
    }

    /** Notes how the check of a provider ended. */
    public void seen(Exchange exchange) {
        boolean reachable = exchange.getVariable("http", 0, Integer.class) == 200;
        seen.put(exchange.getVariable("provider", String.class),
                (reachable ? "reachable" : "not reachable") + " at " + clock.instant());
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("providers").up();
        for (Provider provider : providers.all()) {
            provider.accounts().keySet().forEach(account -> {
                String unusable = provider.unusable(account);
                String held = gates.told(provider.name(), account);
                String wanting = connections.told(provider.name());
                response.withData(Shown.line(provider.name() + "." + account), Shown.line(unusable != null ? "disabled: " + unusable
                        : seen.getOrDefault(provider.name(), "enabled") + (held == null ? "" : "; " + held)
                        + (wanting == null ? "" : "; " + wanting)));
            });
        }
        return response.build();
    }
}
