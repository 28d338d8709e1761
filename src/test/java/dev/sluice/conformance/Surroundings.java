package dev.sluice.conformance;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Starts a scripted provider for each file in {@code config/providers}, and tells Sluice of them by settings alone. */
public final class Surroundings implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, String> SCHEDULES = Map.ofEntries(Map.entry("poll.first-delay", "80ms"),
            Map.entry("poll.factor", "1"), Map.entry("poll.max-delay", "80ms"), Map.entry("poll.jitter", "0"),
            Map.entry("poll.budget", "8s"), Map.entry("retry.first-delay", "80ms"), Map.entry("retry.factor", "1"),
            Map.entry("retry.jitter", "0"), Map.entry("timeouts.response", "1s"), Map.entry("limits.rate", "1000"),
            Map.entry("breaker.failures", "1000"));

    private final Map<String, ScriptedProvider> providers = new HashMap<>();
    private World world;

    @Override
    public Map<String, String> start() {
        int broker = freePort();
        Map<String, String> settings = new HashMap<>(Map.of("quarkus.http.test-port", "0",
                "sluice.broker.port", String.valueOf(broker), "sluice.connectivity.period", "1h",
                "sluice.data", "target/conformance/" + UUID.randomUUID()));
        Shipped.all().forEach(provider -> {
            Recorded recorded = new Recorded(provider.name());
            Map<String, String> own = new HashMap<>(SCHEDULES);
            own.putAll(recorded.settings());
            ScriptedProvider scripted = new ScriptedProvider(paths(provider, own));
            providers.put(provider.name(), scripted);
            own.put("base-url", scripted.baseUrl());
            provider.file().path("credentials")
                    .forEach(name -> own.put("accounts.default." + name.asText(), recorded.credential(name.asText())));
            own.forEach((key, value) -> settings.put("sluice.providers." + provider.name() + "." + key, value));
        });
        world = new World(broker, providers);
        return settings;
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(world, new TestInjector.MatchesType(World.class));
    }

    @Override
    public void stop() {
        world.close();
        providers.values().forEach(ScriptedProvider::close);
    }

    private static Map<String, String> paths(Shipped provider, Map<String, String> settings) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (String part : new String[]{"operations", "calls"}) {
            provider.file().path(part).properties().forEach(call -> {
                String path = settings.getOrDefault(part + "." + call.getKey() + ".path",
                        call.getValue().path("path").asText());
                if (!path.isEmpty()) {
                    paths.put(call.getKey(), path);
                }
            });
        }
        return paths;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
