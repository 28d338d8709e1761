package dev.sluice.flow;

import java.util.HashMap;
import java.util.Map;

/** Sluice that takes of its own queues only what it signed; what became of orders of a second account it is told. */
public class OnSignedMessages extends OnSqlite {

    static final String KEY = "3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8=";
    static final String PREVIOUS = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJw==";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = new HashMap<>(super.getConfigOverrides());
        settings.putAll(Map.of("sluice.messages.key", KEY, "sluice.messages.key-previous", PREVIOUS,
                "sluice.messages.unsigned", "refuse",
                "sluice.providers.hambit.accounts.second.poll.first-delay", "10m",
                "sluice.providers.hambit.accounts.second.poll.max-delay", "10m",
                "sluice.providers.hambit.accounts.second.poll.budget", "24h"));
        return settings;
    }
}
