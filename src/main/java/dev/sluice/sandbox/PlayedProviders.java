package dev.sluice.sandbox;

import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.common.MapBackedConfigSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * What the sandbox sets where it is on: of each provider that it has a double of, and for which nobody sets a base URL,
 * the address of the double and the credentials that it takes. They lie over all other settings, so that no real
 * credential gets to a double. They are set but not listed: where a provider has no file they count for nobody.
 */
public final class PlayedProviders implements ConfigSourceFactory {

    private static final int OVER_ALL = 1000;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String url = value(context, "sluice.sandbox.url");
        if (!Boolean.parseBoolean(value(context, "sluice.sandbox.enabled")) || url.isBlank()) {
            return List.of();
        }
        Map<String, String> settings = new HashMap<>();
        new Doubles(SandboxSettings.defaults()).all().forEach(played -> {
            String prefix = "sluice.providers." + played.provider() + ".";
            if (value(context, prefix + "base-url").isBlank()) {
                settings.put(prefix + "base-url", url + "/" + played.provider());
                settings.put(prefix + "plain-http", "true");
                played.credentials().forEach((name, text) -> settings.put(prefix + "accounts.default." + name, text));
            }
        });
        return List.of(new MapBackedConfigSource("sandbox", settings, OVER_ALL) {
            @Override
            public Set<String> getPropertyNames() {
                return Set.of();
            }
        });
    }

    private static String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null ? "" : value.getValue().strip();
    }
}
