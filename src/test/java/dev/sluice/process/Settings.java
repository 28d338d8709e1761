package dev.sluice.process;

import dev.sluice.sandbox.Sandbox;
import dev.sluice.sandbox.SandboxServer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Settings by their names in the environment, made for a test that cannot wait as long as a provider takes. */
final class Settings {

    private final Map<String, String> environment = new HashMap<>();

    /** Both providers at the doubles, asked soon and often. */
    static Settings at(SandboxServer doubles) {
        Settings settings = new Settings().set("sluice.providers.hambit.limits.rate", "80")
                .set("sluice.providers.messagehub.limits.rate", "50");
        for (String provider : new String[] {"hambit", "messagehub"}) {
            String prefix = "sluice.providers." + provider + ".";
            settings.set(prefix + "base-url", doubles.baseUrl(provider)).set(prefix + "poll.first-delay", "200ms")
                    .set(prefix + "poll.max-delay", "2s").set(prefix + "retry.first-delay", "200ms");
            Sandbox.credentials(provider).forEach((name, value) -> settings.set(prefix + "accounts.default." + name, value));
        }
        return settings;
    }

    Settings embedded(int brokerPort) {
        return set("sluice.broker.port", Integer.toString(brokerPort));
    }

    Settings http(int port) {
        return set("quarkus.http.port", Integer.toString(port)).set("quarkus.http.host", "127.0.0.1");
    }

    Settings set(String name, String value) {
        environment.put(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), value);
        return this;
    }

    Map<String, String> environment() {
        return Map.copyOf(environment);
    }
}
