package dev.sluice.cli;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the broker: the same settings as Sluice itself.
 *
 * @param username where one is to be given
 */
public record BrokerSettings(String url, @Nullable String username, @Nullable String password) {

    /** @throws Problem when the settings cannot be read */
    public static BrokerSettings read(Path home, Map<String, String> environment) {
        Settings settings = Settings.read(home, environment);
        String host = settings.value("sluice.broker.host", "127.0.0.1").replaceAll("[\\[\\]]", "");
        String port = settings.value("sluice.broker.port", "61616");
        // Sluice listens on all interfaces under these names; nobody can connect to them.
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "[::1]"
                : host.contains(":") ? "[" + host + "]" : host;
        return new BrokerSettings(settings.value("sluice.broker.url", "tcp://" + reachable + ":" + port),
                settings.value("sluice.broker.username").orElse(null),
                settings.value("sluice.broker.password").orElse(null));
    }

    /** The URL without anything that may be secret. */
    public String address() {
        return url.replaceAll("[?;][^,)]*", "").replaceAll("//[^/@,]*@", "//");
    }
}
