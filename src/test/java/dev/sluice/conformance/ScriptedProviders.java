package dev.sluice.conformance;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scripted provider for each of several, and the settings that lead there. */
final class ScriptedProviders implements AutoCloseable {

    private static final Map<String, String> SCHEDULES = Map.ofEntries(Map.entry("poll.first-delay", "80ms"),
            Map.entry("poll.factor", "1"), Map.entry("poll.max-delay", "80ms"), Map.entry("poll.jitter", "0"),
            Map.entry("poll.budget", "20s"), Map.entry("retry.first-delay", "80ms"), Map.entry("retry.factor", "1"),
            Map.entry("retry.jitter", "0"), Map.entry("timeouts.response", "10s"), Map.entry("limits.rate", "1000"),
            Map.entry("breaker.failures", "1000"));

    private final List<Shipped> shipped;
    private final Map<String, ScriptedProvider> providers = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();

    ScriptedProviders(List<Shipped> shipped) {
        this.shipped = shipped;
        shipped.forEach(provider -> {
            Recorded recorded = provider.recorded();
            Map<String, String> own = new HashMap<>(SCHEDULES);
            own.putAll(recorded.settings());
            ScriptedProvider scripted = new ScriptedProvider(paths(provider, own));
            own.replaceAll((key, value) -> value.replace("{base-url}", scripted.baseUrl()));
            providers.put(provider.name(), scripted);
            own.put("base-url", scripted.baseUrl());
            provider.file().path("credentials")
                    .forEach(name -> own.put("accounts.default." + name.asText(), recorded.credential(name.asText())));
            own.forEach((key, value) -> settings.put("sluice.providers." + provider.name() + "." + key, value));
        });
    }

    Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /**
     * @param broker the port of Sluice's broker
     * @param http   the port of its webhooks
     */
    World world(int broker, int http) {
        return new World(broker, http, shipped, providers);
    }

    @Override
    public void close() {
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
}
