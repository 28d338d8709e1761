package dev.sluice.conformance;

import dev.sluice.process.Workplace;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Starts a scripted provider for each file in {@code config/providers}, and tells Sluice of them by settings alone. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private final ScriptedProviders providers = new ScriptedProviders(Shipped.all());
    private World world;

    @Override
    public Map<String, String> start() {
        int broker = Workplace.freePorts(1).get(0);
        Map<String, String> settings = new HashMap<>(Map.of("quarkus.http.test-port", "0",
                "sluice.broker.port", String.valueOf(broker), "sluice.connectivity.period", "1h",
                "sluice.data", "target/conformance/" + UUID.randomUUID()));
        settings.putAll(providers.settings());
        // What these deliver is tried elsewhere.
        world = providers.world(broker, 0);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(world, new TestInjector.MatchesType(World.class));
    }

    @Override
    public void stop() {
        world.close();
        providers.close();
    }
}
