package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import dev.sluice.text.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/** All providers, by the files in {@code config/providers} and the settings over them. */
public class Providers {

    private static final String PREFIX = "sluice.providers.";

    private final Map<String, Provider> providers = new TreeMap<>();
    private final Map<String, ProviderFile> files = new TreeMap<>();
    private final Set<String> names = new TreeSet<>();

    /** @throws ConfigProblem with all mistakes that are found */
    Providers(Path folder, Config config, Map<String, String> environment) {
        Mistakes mistakes = new Mistakes();
        read(folder, config, environment, mistakes);
        mistakes.refuse();
    }

    /** Reads all files of the folder; a provider with a mistake is left out. */
    public Providers(Path folder, Config config, Map<String, String> environment, Mistakes mistakes) {
        read(folder, config, environment, mistakes);
    }

    private void read(Path folder, Config config, Map<String, String> environment, Mistakes mistakes) {
        List<Path> paths = mistakes.result(() -> files(folder)).orElse(List.of());
        for (Path path : paths) {
            mistakes.result(() -> new ProviderFile(path, config, environment, mistakes)).ifPresent(file -> {
                files.put(file.name(), file);
                file.read().ifPresent(provider -> providers.put(file.name(), provider));
            });
        }
        paths.forEach(path -> names.add(path.getFileName().toString().replaceFirst("\\.yaml$", "")));
        environment.keySet().stream().filter(this::namesAStranger).forEach(name -> mistakes
                .add(Mistake.of(Rule.UNKNOWN_SETTING,
                        "environment " + name + ": there is no file for such a provider in " + folder)));
        config.getConfigSources().forEach(source -> {
            if (!SettingPlace.isEnvironment(source.getName())) {
                source.getPropertyNames().stream().filter(name -> SettingPlace.setting(name).startsWith(PREFIX)
                        && !names.contains(SettingPlace.setting(name).substring(PREFIX.length()).split("\\.", 2)[0]))
                        .forEach(name -> mistakes.add(SettingPlace.mistake(Rule.UNKNOWN_SETTING, source, name,
                                "there is no file for such a provider in " + folder
                                        + Nearest.hint(
                                                SettingPlace.setting(name).substring(PREFIX.length()).split("\\.",
                                                        2)[0],
                                                names))));
            }
        });
        providers.values().forEach(provider -> warn(provider, mistakes));
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new ConfigProblem(Rule.MISSING_FOLDER,
                    folder + ": there is no such folder here; start Sluice where routes/ and"
                            + " config/ are");
        }
    }

    private boolean namesAStranger(String variable) {
        return variable.startsWith("SLUICE_PROVIDERS_") && names.stream().noneMatch(
                provider -> variable.startsWith("SLUICE_PROVIDERS_" + provider.toUpperCase(Locale.ROOT) + "_"));
    }

    private static void warn(Provider provider, Mistakes mistakes) {
        provider.accounts().keySet().stream().map(provider::unusable).filter(Objects::nonNull)
                .forEach(why -> mistakes.note(
                        Mistake.of(Rule.UNUSABLE_ACCOUNT, why + ": its requests are answered REJECTED CONFIGURATION")));
    }

    /** The provider, where there is a file of that name without mistakes. */
    public @Nullable Provider get(String name) {
        return providers.get(name);
    }

    /** The providers of which these files and settings say something else than others, or which only one of them has. */
    public Set<String> changedFrom(Providers before) {
        Set<String> changed = new TreeSet<>(names);
        changed.addAll(before.names);
        changed.removeIf(name -> isSame(providers.get(name), before.providers.get(name))
                && tree(name).equals(before.tree(name)));
        return changed;
    }

    private static boolean isSame(@Nullable Provider one, @Nullable Provider other) {
        return one != null && other != null && one.reach().equals(other.reach())
                && one.accounts().keySet().equals(other.accounts().keySet())
                && one.accounts().values().stream().allMatch(account -> account.present()
                        .equals(Objects.requireNonNull(other.accounts().get(account.name())).present()));
    }

    /** The names of all files, also of those with mistakes. */
    public Set<String> names() {
        return names;
    }

    /** Whether there is a file for it, of which nothing can be said. */
    public boolean isUnreadable(String name) {
        return names.contains(name) && !files.containsKey(name);
    }

    /** The family that a file names; empty where there is no file of that name. */
    public String family(String name) {
        return files.containsKey(name) ? files.get(name).tree().path("family").asText() : "";
    }

    public Collection<Provider> all() {
        return providers.values();
    }

    /** The files that can be read, with the settings over them, by the provider's name; also those with mistakes. */
    public Map<String, JsonNode> trees() {
        Map<String, JsonNode> trees = new TreeMap<>();
        files.forEach((name, file) -> trees.put(name, file.tree()));
        return trees;
    }

    public JsonNode tree(String provider) {
        return file(provider).tree();
    }

    /** Whether something of the provider's file has not the right shape. */
    public boolean isMisshapen(String provider) {
        return !files.containsKey(provider) || files.get(provider).isMisshapen();
    }

    private ProviderFile file(String provider) {
        return Objects.requireNonNull(files.get(provider), provider);
    }

    /** Tells what is wrong with a key of a provider's file. */
    public void wrong(Rule rule, String provider, String key, String reason) {
        file(provider).wrong(rule, key, reason);
    }
}
