package dev.sluice.provider;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The provider files that Sluice ships, with made-up credentials and the settings that a test lays over them. */
public final class GivenProviders {

    public static final Path FOLDER = Path.of("config", "providers");

    private GivenProviders() {
    }

    public static Providers shipped(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "sluice.providers.hambit.base-url", "https://hambit.test",
                "sluice.providers.hambit.accounts.default.access-key", "key",
                "sluice.providers.hambit.accounts.default.secret-key", "secret",
                "sluice.providers.messagehub.accounts.default.username", "user",
                "sluice.providers.messagehub.accounts.default.password", "password"));
        all.putAll(settings);
        return new Providers(FOLDER, config(all), Map.of());
    }

    /** The provider of one file, with these credentials of its account {@code default}. */
    public static Provider of(Path folder, String name, String file, Map<String, String> credentials)
            throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), file);
        Map<String, String> settings = new HashMap<>();
        credentials.forEach(
                (credential, text) -> settings.put("sluice.providers." + name + ".accounts.default." + credential,
                        text));
        return new Providers(folder, config(settings), Map.of()).get(name);
    }

    /** Those of a folder, with these settings over them. */
    public static Providers read(Path folder, Map<String, String> settings) {
        return new Providers(folder, config(settings), Map.of());
    }

    /** Settings as {@code application.properties} gives them; nothing of this machine's environment is among them. */
    public static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "application.properties", 250)).build();
    }
}
