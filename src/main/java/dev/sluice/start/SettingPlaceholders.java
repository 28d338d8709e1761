package dev.sluice.start;

import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** Settings as {@code {{name}}} of a flow, for a Camel that never runs; one that runs finds them itself. */
final class SettingPlaceholders implements PropertiesSource {

    private final Config config;

    SettingPlaceholders(Config config) {
        this.config = config;
    }

    @Override
    public String getName() {
        return "settings";
    }

    @Override
    public @Nullable String getProperty(String name) {
        return config.getOptionalValue(name, String.class).orElse(null);
    }
}
