package dev.sluice.start;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
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
        running.getConfigSources().forEach(source -> {
            if (!isFile(source)) {
                builder.withSources(source);
            }
        });
        List<ConfigSource> sources = files.sources();
        sources.forEach(builder::withSources);
        Map<String, String> before = written(started);
        Map<String, String> now = written(sources);
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

    /** What the operator's files said of providers at the start. */
    static Map<String, String> ofProviders(Config started) {
        return ofProviders(written(started));
    }

    /** What these say of providers; those that count more come last. */
    static Map<String, String> ofProviders(List<ConfigSource> files) {
        return ofProviders(written(files));
    }

    private static Map<String, String> ofProviders(Map<String, String> settings) {
        settings.keySet().removeIf(name -> !SettingPlace.setting(name).startsWith(PROVIDERS));
        return settings;
    }

    private static Map<String, String> written(Config started) {
        Map<String, String> settings = new HashMap<>();
        // What counts more comes first here.
        started.getConfigSources().forEach(source -> {
            if (isFile(source)) {
                source.getProperties().forEach(settings::putIfAbsent);
            }
        });
        return settings;
    }

    private static Map<String, String> written(List<ConfigSource> files) {
        Map<String, String> settings = new HashMap<>();
        files.forEach(source -> settings.putAll(source.getProperties()));
        return settings;
    }

    private static boolean isFile(ConfigSource source) {
        return source.getName().matches(".*config/application(-[^/]*)?\\.properties]?");
    }
}
