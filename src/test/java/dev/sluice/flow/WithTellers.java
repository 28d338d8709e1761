package dev.sluice.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sluice with a provider that has a teller for each account, and with limits low enough to be reached. */
public class WithTellers extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        Map.ofEntries(Map.entry("limits.concurrency", "4"), Map.entry("limits.rate", "1000"),
                Map.entry("accounts.second.limits.concurrency", "2"),
                Map.entry("breaker.failures", "3"), Map.entry("breaker.open", "500ms"),
                Map.entry("timeouts.response", "8s"), Map.entry("poll.first-delay", "100ms"),
                Map.entry("poll.factor", "1"),
                Map.entry("poll.jitter", "0"), Map.entry("poll.budget", "2m"), Map.entry("retry.first-delay", "100ms"),
                Map.entry("retry.factor", "1"))
                .forEach((key, value) -> settings.put("sluice.providers.aeterna." + key, value));
        return settings;
    }

    @Override
    public List<TestResourceEntry> testResources() {
        List<TestResourceEntry> resources = new ArrayList<>(super.testResources());
        resources.add(new TestResourceEntry(TellersNearby.class));
        return resources;
    }
}
