package dev.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/** As {@link OnSqlite}, and the providers' answers go through the {@link Meddler}; a call may take 11 seconds in all. */
public class OnMeddledAnswers extends OnSqlite {

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        for (String provider : new String[]{"hambit", "messagehub"}) {
            settings.put("sluice.providers." + provider + ".timeouts.connect", "1s");
            settings.put("sluice.providers." + provider + ".timeouts.response", "5s");
            settings.put("sluice.providers." + provider + ".poll.budget", "20s");
        }
        settings.put("sluice.connectivity.period", "500ms");
        return settings;
    }

    @Override
    String answers() {
        return "meddled";
    }
}
