package dev.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/** Sluice with a port of its own for health and metrics. */
public class OnManagementPort extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("sluice.management.port", String.valueOf(World.freePort()));
        settings.put("sluice.management.host", "127.0.0.1");
        return settings;
    }
}
