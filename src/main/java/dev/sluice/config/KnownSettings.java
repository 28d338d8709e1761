package dev.sluice.config;

import dev.sluice.text.Nearest;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Refuses a setting {@code sluice.*} that there is none of: a misspelt one would leave its default in force, and nobody
 * would know. Those of providers are looked at with the providers' files.
 */
public final class KnownSettings {

    private static final String PREFIX = "sluice.";
    private static final String PROVIDERS = "sluice.providers.";
    private static final Set<String> TRUTHS = Set.of("sluice.broker.embedded", "sluice.broker.open-to-all",
            "sluice.ledger.one-process", "sluice.sandbox.enabled");
    private static final Pattern FILE = Pattern.compile("(config/[^/\\]]+|application[^/\\]]*)]?$");

    private KnownSettings() {
    }

    public static void check(Config config, Mistakes mistakes) {
        Set<String> known = StreamSupport.stream(config.getConfigSources().spliterator(), false).filter(KnownSettings::isOurs)
                .flatMap(source -> source.getPropertyNames().stream()).collect(Collectors.toSet());
        config.getConfigSources().forEach(source -> check(source, known, mistakes));
        TRUTHS.forEach(name -> checkTruth(config, name, mistakes));
    }

    /** Whoever reads a truth takes every other word for false, and a misspelt {@code true} is meant otherwise. */
    private static void checkTruth(Config config, String name, Mistakes mistakes) {
        String value = config.getValue(name, String.class).trim();
        if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            mistakes.add(SettingPlace.mistake(config, name, "must be true or false, not '" + value + "'"));
        }
    }

    private static void check(ConfigSource source, Set<String> known, Mistakes mistakes) {
        boolean inFile = FILE.matcher(source.getName()).find();
        Set<String> variables = known.stream().map(KnownSettings::variable).collect(Collectors.toSet());
        boolean environment = source.getName().contains("Env");
        for (String name : source.getPropertyNames()) {
            boolean stranger = environment
                    ? name.startsWith(variable(PREFIX)) && !name.startsWith(variable(PROVIDERS)) && !variables.contains(name)
                    : name.startsWith(PREFIX) && !name.startsWith(PROVIDERS) && !known.contains(name);
            if (stranger && inFile) {
                mistakes.add(SettingPlace.mistake(source, name, "there is no such setting; the README lists them all" + Nearest.hint(name, known)));
            } else if (stranger) {
                // An orchestrator may well put SLUICE_SERVICE_HOST there, so it is no reason to stay down.
                mistakes.note(Mistake.of(name + " is no setting and is ignored; the README lists them all"
                        + Nearest.hint(name, environment ? variables : known)));
            }
        }
    }

    private static boolean isOurs(ConfigSource source) {
        return source.getName().contains("application.properties") && StreamSupport.stream(
                source.getPropertyNames().spliterator(), false).anyMatch("quarkus.application.name"::equals);
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
