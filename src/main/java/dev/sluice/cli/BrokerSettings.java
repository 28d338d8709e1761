package dev.sluice.cli;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * How to reach the broker: the same settings as Sluice itself, by Quarkus' order of precedence (environment, then
 * {@code config/application.properties}).
 *
 * @param username may be null, then no user is given
 */
public record BrokerSettings(String url, String username, String password) {

    private static final int ENVIRONMENT = 300;
    private static final int CONFIG_FOLDER = 260;

    /** @throws Problem when the settings cannot be read */
    public static BrokerSettings read(Path home, Map<String, String> environment) {
        Path file = home.resolve("config/application.properties");
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                    .withProfile("prod").withSources(new EnvConfigSource(environment, ENVIRONMENT));
            if (Files.exists(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), CONFIG_FOLDER));
            }
            return from(builder.build());
        } catch (IOException | RuntimeException e) {
            throw Problem.failed("cannot read the broker's settings (sluice.broker.*) from the environment and " + file
                    + ": " + e.getMessage(), e);
        }
    }

    /** The URL without anything that may be secret. */
    public String address() {
        return url.replaceAll("[?;][^,)]*", "").replaceAll("//[^/@,]*@", "//");
    }

    private static BrokerSettings from(SmallRyeConfig config) {
        String host = value(config, "sluice.broker.host", "127.0.0.1");
        String port = value(config, "sluice.broker.port", "61616");
        // Sluice listens on all interfaces under this name; nobody can connect to it.
        String reachable = host.equals("0.0.0.0") ? "127.0.0.1" : host;
        String local = "tcp://" + reachable + ":" + port;
        return new BrokerSettings(value(config, "sluice.broker.url", local),
                value(config, "sluice.broker.username", null), value(config, "sluice.broker.password", null));
    }

    private static String value(SmallRyeConfig config, String key, String otherwise) {
        return config.getOptionalValue(key, String.class).filter(text -> !text.isBlank()).orElse(otherwise);
    }
}
