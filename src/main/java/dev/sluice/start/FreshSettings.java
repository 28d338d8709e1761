package dev.sluice.start;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings as they are with the operator's file as it is now. Those of providers can be taken while Sluice runs; of
 * another one that is not as it was at the start it is told that it needs a restart.
 */
final class FreshSettings {

    private static final String PROVIDERS = "sluice.providers.";

    private FreshSettings() {
    }

    /**
     * @param started those of the start
     * @param files   as they are now
     */
    static Config of(Config started, SettingFiles files, Mistakes mistakes) throws IOException {
        SmallRyeConfig running = started.unwrap(SmallRyeConfig.class);
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDefaultInterceptors()
                .withProfiles(running.getProfiles());
        Map<String, String> before = new HashMap<>();
        for (ConfigSource source : running.getConfigSources()) {
            if (isFile(source)) {
                // What counts more comes first here.
                source.getProperties().forEach(before::putIfAbsent);
            } else {
                builder.withSources(source);
            }
        }
        Map<String, String> now = new HashMap<>();
        for (ConfigSource source : files.sources()) {
            builder.withSources(source);
            now.putAll(source.getProperties());
        }
        SmallRyeConfig fresh = builder.build();
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(now.keySet());
        names.stream().filter(name -> !SettingPlace.setting(name).startsWith(PROVIDERS)
                && !Objects.equals(before.get(name), now.get(name)))
                .forEach(name -> mistakes.add(SettingPlace.mistake(Rule.NEEDS_RESTART,
                        now.containsKey(name) ? fresh : running,
                        SettingPlace.setting(name), "is other than at the start and needs a restart: restart, or put"
                                + " it back")));
        return fresh;
    }

    private static boolean isFile(ConfigSource source) {
        return source.getName().matches(".*config/application(-[^/]*)?\\.properties]?");
    }
}
