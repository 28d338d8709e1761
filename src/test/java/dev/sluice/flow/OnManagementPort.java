package dev.sluice.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;

/** Sluice with a port of its own for health and metrics. */
public class OnManagementPort extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        try (ServerSocket free = new ServerSocket(0)) {
            settings.put("sluice.management.port", String.valueOf(free.getLocalPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("sluice.management.host", "127.0.0.1");
        return settings;
    }
}
