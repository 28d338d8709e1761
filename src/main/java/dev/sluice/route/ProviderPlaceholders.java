package dev.sluice.route;

import dev.sluice.config.Durations;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Singleton;
import org.apache.camel.spi.PropertiesSource;
import org.jspecify.annotations.Nullable;

/**
 * What flows read of the providers' files and the settings over them:
 * {@code {{providers.<provider>.<path of the key>}}}, timeouts in milliseconds.
 */
@Singleton
@Unremovable
public class ProviderPlaceholders implements PropertiesSource {

    // Another one than the settings': Camel would look into the environment for those before it asks here.
    private static final String PLACEHOLDER = "providers.";

    private final Providers providers;

    public ProviderPlaceholders(Providers providers) {
        this.providers = providers;
    }

    @Override
    public String getName() {
        return "providers";
    }

    @Override
    public @Nullable String getProperty(String name) {
        String[] keys = name.split("\\.", 3);
        Provider provider = name.startsWith(PLACEHOLDER) && keys.length == 3 ? providers.get(keys[1]) : null;
        return provider == null ? null : property(provider, keys[2]);
    }

    private String property(Provider provider, String key) {
        String value = providers.tree(provider.name()).at("/" + key.replace('.', '/')).asText(null);
        if (key.startsWith("timeouts.")) {
            return String.valueOf(Durations.parse(value).toMillis());
        }
        if (key.equals("limits.connections")) {
            return String.valueOf(provider.mostCalls());
        }
        return key.matches("accounts\\.[a-z0-9]+\\.limits\\.concurrency")
                ? String.valueOf(provider.account(key.split("\\.", 0)[1]).concurrency()) : value;
    }
}
