package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import dev.sluice.sandbox.Sandbox;
import io.quarkus.arc.Unremovable;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.spi.PropertiesSource;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/**
 * All providers, by the files in {@code config/providers}. Routes read the same values as placeholders:
 * {@code {{providers.<provider>.<path of the key>}}}, timeouts in milliseconds.
 */
@Singleton
@Named("providers")
@Unremovable
public class Providers implements PropertiesSource {

    private static final Logger LOG = Logger.getLogger(Providers.class);
    private static final String PREFIX = "sluice.providers.";
    // Another one than the settings': Camel would look into the environment for those before it asks here.
    private static final String PLACEHOLDER = "providers.";

    private final Map<String, Provider> providers = new TreeMap<>();
    private final Map<String, ProviderFile> files = new TreeMap<>();

    @Inject
    public Providers(Config config) {
        this(Path.of("config", "providers"), config, System.getenv());
    }

    /** @throws ConfigProblem one line that names file, line and key of what cannot be used */
    Providers(Path folder, Config config, Map<String, String> environment) {
        for (Path path : files(folder)) {
            ProviderFile file = new ProviderFile(path, config, environment);
            files.put(file.name(), file);
            providers.put(file.name(), file.read(sandbox(file.name(), config)));
        }
        environment.keySet().stream().filter(this::namesAStranger).findFirst().ifPresent(name -> {
            throw new ConfigProblem("environment " + name + ": there is no file for such a provider in " + folder);
        });
        config.getPropertyNames().forEach(name -> {
            if (name.startsWith(PREFIX) && !providers.containsKey(name.substring(PREFIX.length()).split("\\.")[0])) {
                throw new ConfigProblem("setting " + name + ": there is no file for such a provider in " + folder);
            }
        });
        providers.values().forEach(Providers::warn);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new ConfigProblem(folder + ": there is no such folder here; start Sluice where routes/ and config/ are");
        }
    }

    private boolean namesAStranger(String variable) {
        return variable.startsWith("SLUICE_PROVIDERS_") && providers.keySet().stream().noneMatch(provider ->
                variable.startsWith("SLUICE_PROVIDERS_" + provider.toUpperCase(Locale.ROOT) + "_"));
    }

    private static void warn(Provider provider) {
        provider.accounts().keySet().stream().map(provider::unusable).filter(Objects::nonNull).forEach(why ->
                LOG.warnf("%s: its requests are answered REJECTED CONFIGURATION", why));
    }

    private static SandboxAccount sandbox(String provider, Config config) {
        return config.getValue("sluice.sandbox.enabled", Boolean.class)
                ? new SandboxAccount(config.getValue("sluice.sandbox.url", String.class) + "/" + provider,
                        Sandbox.credentials(provider))
                : null;
    }

    /** The provider, null where there is no file of that name. */
    public Provider get(String name) {
        return providers.get(name);
    }

    public Collection<Provider> all() {
        return providers.values();
    }

    /** One line for the operator about a key of a provider's file. */
    public ConfigProblem problem(String provider, String key, String reason) {
        return files.get(provider).problem(key, reason);
    }

    @Override
    public String getName() {
        return "providers";
    }

    @Override
    public String getProperty(String name) {
        if (!name.startsWith(PLACEHOLDER)) {
            return null;
        }
        String[] keys = name.substring(PLACEHOLDER.length()).split("\\.", 2);
        Provider provider = providers.get(keys[0]);
        if (provider == null || keys.length == 1) {
            return null;
        }
        if (keys[1].equals("base-url")) {
            return provider.baseUrl();
        }
        if (keys[1].startsWith("timeouts.")) {
            return String.valueOf(Durations.parse(provider.file().at("/" + keys[1].replace('.', '/')).asText()).toMillis());
        }
        if (keys[1].equals("limits.connections")) {
            return String.valueOf(provider.mostCalls());
        }
        if (keys[1].matches("accounts\\.[a-z0-9]+\\.limits\\.concurrency")) {
            return String.valueOf(provider.account(keys[1].split("\\.")[1]).concurrency());
        }
        JsonNode value = provider.file().at("/" + keys[1].replace('.', '/'));
        return value.isValueNode() ? value.asText() : null;
    }
}
