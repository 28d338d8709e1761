package dev.sluice.cli;

import dev.sluice.sandbox.PlayedProviders;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/** All settings of a folder as a start has them. */
public final class StartSettings {

    private static final int CONFIG_FOLDER = 260;
    private static final int ENVIRONMENT = 300;
    private static final int DEFAULTS = 250;

    private StartSettings() {
    }

    /** @param more what lies over or under them */
    public static Config of(Path home, Surroundings surroundings, ConfigSource... more) throws IOException {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors().withProfile("prod")
                .withSources(new PlayedProviders()).withSources(more).withSources(
                        new EnvConfigSource(surroundings.environment(), ENVIRONMENT),
                        new PropertiesConfigSource(StartSettings.class.getResource("/application.properties"),
                                DEFAULTS));
        Path file = home.resolve("config/application.properties");
        Path profile = home.resolve("config/application-prod.properties");
        if (Files.exists(profile)) {
            builder.withSources(new PropertiesConfigSource(profile.toUri().toURL(), CONFIG_FOLDER + 1));
        }
        if (Files.exists(file)) {
            builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), CONFIG_FOLDER));
        }
        return builder.build();
    }
}
