package dev.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/** A provider that takes less than the contract allows, and of whose second account only webhooks tell. */
public class OnShortForms extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.putAll(Map.of("sluice.providers.hambit.request-id.max-length", "12",
                "sluice.providers.hambit.request-id.characters", "A-Za-z0-9",
                "sluice.providers.hambit.request-id.short-form", "true",
                "sluice.providers.hambit.accounts.second.poll.first-delay", "10m",
                "sluice.providers.hambit.accounts.second.poll.max-delay", "10m",
                "sluice.providers.hambit.accounts.second.poll.budget", "24h"));
        return settings;
    }

    /** The same on a PostgreSQL server. */
    public static class Postgresql extends OnShortForms {

        @Override
        String ledger() {
            return "postgresql";
        }
    }
}
