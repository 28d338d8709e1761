package dev.sluice.cli.report;

import dev.sluice.config.KnownSettings;
import dev.sluice.config.PublicSettings;
import dev.sluice.config.SettingPlace;
import dev.sluice.provider.Marks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/**
 * The settings in force, each with where it is from. A secret is shown by a fingerprint, which is the same for the same
 * secret in this bundle alone; what nobody said is public, by what kind of value it is.
 */
final class SettingsShown {

    private static final Pattern OURS = Pattern.compile("(?i)(%[^.]*\\.)?(sluice|quarkus|camel)[._].*");
    private static final Pattern OF_PROVIDERS = Pattern.compile("(?i)sluice[._]providers[._].*");
    /** What of a provider's settings says how it is called, and proves nobody. */
    private static final Pattern PUBLIC = Pattern.compile("(?i).*[._](poll|retry|limits|breaker|timeouts)[._][a-z-_]+"
            + "|.*[._](enabled|plain[-_]http|base[-_]url|[a-z]+[a-z-_]*[-_]file)");
    private static final Pattern OF_ACCOUNTS = Pattern.compile("(?i).*[._]accounts[._].*");
    private static final Pattern SECRET = Pattern
            .compile("(?i).*([-_.]key|key-previous|passw.*|secret|token|username)");
    private static final Pattern URL = Pattern
            .compile("\\(?([a-zA-Z][a-zA-Z+:]*://)(?:[^/?;,)#]*@)?([^@/?;,)#\\s]+).*");
    private static final int LENGTH = 8;

    private final Config config;

    SettingsShown(Config config) {
        this.config = config;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : names()) {
            ConfigValue value = config.getConfigValue(name);
            String text = value.getValue();
            String origin = SettingPlace.origin(config, name);
            lines.add(name + " = " + (text == null || text.isBlank() ? "(not set)"
                    : origin.equals(SettingPlace.DEFAULT) ? shipped(name, value) : shown(name, text)) + "  [" + origin
                    + "]");
        }
        return lines;
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(KnownSettings.names());
        Set<String> variables = new TreeSet<>();
        names.forEach(name -> variables.add(name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT)));
        config.getPropertyNames().forEach(name -> {
            if (!variables.contains(name) && (OURS.matcher(name).matches()
                    || !SettingPlace.origin(config, name).equals(SettingPlace.ENVIRONMENT))) {
                names.add(name);
            }
        });
        return names;
    }

    /** What Sluice itself ships is known to everybody, but not what a setting that it names is set to. */
    private static String shipped(String name, ConfigValue value) {
        String written = String.valueOf(value.getRawValue());
        return written.contains("${") ? written : SECRET.matcher(name).matches() ? fingerprint(written) : written;
    }

    private static String shown(String name, String text) {
        if (OF_PROVIDERS.matcher(name).matches()) {
            return PUBLIC.matcher(name).matches() ? open(text)
                    : OF_ACCOUNTS.matcher(name).matches() || SECRET.matcher(name).matches() ? fingerprint(text)
                            : kind(text);
        }
        if (KnownSettings.names().contains(name)) {
            return PublicSettings.isPublic(name) && !SECRET.matcher(name).matches() ? open(text)
                    : place(text) + fingerprint(text);
        }
        return SECRET.matcher(name).matches() ? fingerprint(text) : kind(text);
    }

    /** A URL as far as its host, for somebody's path may be a secret. */
    private static String open(String text) {
        String place = place(text);
        return place.isEmpty() || text.strip().equals(place.strip()) ? text : place + fingerprint(text);
    }

    private static String place(String text) {
        Matcher url = URL.matcher(text.strip());
        return url.matches() ? url.group(1) + url.group(2) + " " : "";
    }

    private static String fingerprint(String text) {
        return "#" + Marks.of(Map.of("", text)).substring(0, LENGTH);
    }

    private static String kind(String text) {
        String kind = text.matches("-?[0-9]+([.][0-9]+)?") ? "a number"
                : text.matches("true|false") ? "true or false"
                        : text.matches("[0-9]+ *(ms|s|m|h|d|[KMG]i?B?)") ? "a time or size"
                                : URL.matcher(text).matches() ? "a URL" : "a text";
        return kind + ", " + text.length() + " characters";
    }
}
