package dev.sluice.cli;

import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Settings as Sluice itself reads them, by Quarkus' order of precedence: environment, then
 * {@code config/application.properties}.
 */
public final class Settings {

    private static final int ENVIRONMENT = 300;
    private static final int CONFIG_FOLDER = 260;

    private final SmallRyeConfig config;
    private final Path file;

    private Settings(SmallRyeConfig config, Path file) {
        this.config = config;
        this.file = file;
    }

    /** @throws Problem when the settings cannot be read */
    public static Settings read(Path home, Map<String, String> environment) {
        Path file = home.resolve("config/application.properties");
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                    .withProfile("prod").withSources(new EnvConfigSource(environment, ENVIRONMENT));
            if (Files.exists(file)) {
                builder.withSources(new PropertiesConfigSource(file.toUri().toURL(), CONFIG_FOLDER));
            }
            return new Settings(builder.build(), file);
        } catch (IOException | RuntimeException e) {
            throw unreadable("", file, e);
        }
    }

    public String value(String key, String otherwise) {
        return value(key).orElse(otherwise);
    }

    public Optional<String> value(String key) {
        try {
            return config.getOptionalValue(key, String.class).filter(text -> !text.isBlank());
        } catch (RuntimeException e) {
            throw unreadable(" " + key, file, e);
        }
    }

    private static Problem unreadable(String what, Path file, Exception e) {
        return Problem.failed("cannot read the settings" + what + " from the environment and " + file + ": "
                + e.getMessage(), e);
    }
}
