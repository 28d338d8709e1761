package dev.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/** As {@link OnSqlite}, and what an account of messagehub has there, which the {@link Meddler} may change, is watched. */
public class OnWatchedBalance extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.put("sluice.balances.period", "200ms");
        settings.put("sluice.providers.messagehub.accounts.default.limits.low-balance", "{\"*\": \"100.00\"}");
        return settings;
    }

    @Override
    String answers() {
        return "meddled";
    }
}
