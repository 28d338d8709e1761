package dev.sluice.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings {@code camel.*} that others than Sluice make. What Sluice sets of Camel is what its promises rest on, and
 * no start needs another.
 */
final class CamelSettings {

    private static final String CAMEL = "camel.";
    /** A variable of the environment has other signs, and Camel takes dashes and capital letters for the same. */
    private static final Pattern SIGNS = Pattern.compile("[^a-z0-9]");
    private static final Pattern PROMISES = Pattern.compile("camel(component|routecontroller|routetemplate|threadpool"
            + "|trace|debug|errorregistry|faulttolerance|resilience4j|language|dataformat|beans|lra|saga|rest"
            + "|main(?!(name|description|jmx.*|startupsummarylevel|autoconfigurationlogsummary)$)).*");

    private CamelSettings() {
    }

    static void check(Config config, Mistakes mistakes) {
        Set<String> own = new TreeSet<>();
        Set<String> told = new HashSet<>();
        config.getConfigSources().forEach(source -> {
            if (SettingPlace.isOperators(source)) {
                source.getPropertyNames().stream().filter(name -> SettingPlace.setting(name).startsWith(CAMEL))
                        .forEach(name -> tell(SettingPlace.setting(name),
                                SettingPlace.mistake(Rule.CAMEL_SETTING, source, name, reason(name)), mistakes));
            } else if (source.getOrdinal() < 300) {
                source.getPropertyNames().stream().filter(name -> name.startsWith(CAMEL)).forEach(own::add);
            }
        });
        own.stream().filter(name -> config.getConfigValue(name).getSourceOrdinal() >= 300).forEach(name -> {
            told.add(plain(name));
            tell(name, SettingPlace.mistake(Rule.CAMEL_SETTING, config, name, reason(name)), mistakes);
        });
        for (ConfigSource source : config.getConfigSources()) {
            if (source.getOrdinal() >= 300 && !SettingPlace.isOperators(source)) {
                new TreeSet<>(source.getPropertyNames()).stream()
                        .filter(name -> name.startsWith(CAMEL) || name.startsWith("CAMEL_"))
                        .filter(name -> told.add(plain(name)))
                        .forEach(name -> tell(name,
                                SettingPlace.mistake(Rule.CAMEL_SETTING, source, name, reason(name)), mistakes));
            }
        }
    }

    private static void tell(String name, Mistake told, Mistakes mistakes) {
        if (isOfPromises(name)) {
            mistakes.add(told);
        } else {
            mistakes.note(new Mistake(Rule.IGNORED_SETTING, told.file(), told.line(), told.column(), told.key(),
                    told.reason()));
        }
    }

    private static boolean isOfPromises(String name) {
        return PROMISES.matcher(plain(name)).matches();
    }

    private static String reason(String name) {
        return isOfPromises(SettingPlace.setting(name))
                ? "is Camel's, and what Sluice promises rests on how it sets that: take it away"
                : "is Camel's, and Sluice knows nothing of it; docs/settings.md lists what can be set";
    }

    private static String plain(String name) {
        return SIGNS.matcher(name.toLowerCase(Locale.ROOT)).replaceAll("");
    }
}
