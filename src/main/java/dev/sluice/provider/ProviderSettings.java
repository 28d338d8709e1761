package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.config.SettingPlace;
import dev.sluice.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.jspecify.annotations.Nullable;

/**
 * The settings {@code sluice.providers.<provider>.*} that lie over one provider's file: every key of the file is a
 * setting too, and credentials are nothing but settings.
 */
final class ProviderSettings {

    private final Config config;
    private final Map<String, String> environment;
    private final String prefix;
    private final String environmentPrefix;

    ProviderSettings(Config config, Map<String, String> environment, String provider) {
        this.config = config;
        this.environment = environment;
        this.prefix = "sluice.providers." + provider + ".";
        this.environmentPrefix = screaming(prefix);
    }

    /** The setting's value, where somebody set it, and to something. */
    @Nullable
    String value(String key) {
        return config.getOptionalValue(prefix + key, String.class).filter(value -> !value.isBlank()).orElse(null);
    }

    /** A credential; one from the environment to the letter, since it may well hold a dollar sign. */
    private @Nullable String asGiven(String key) {
        String text = isFromEnvironment(key) ? config.getConfigValue(prefix + key).getRawValue() : value(key);
        return text == null || text.isBlank() ? null : text;
    }

    /** Whether a credential is set itself, and not its file. */
    boolean isGiven(String key) {
        return asGiven(key) != null;
    }

    private boolean isFromEnvironment(String key) {
        String source = config.getConfigValue(prefix + key).getSourceName();
        return source != null && SettingPlace.isEnvironment(source);
    }

    /**
     * The credential itself, or the content of the file that {@code <credential>-file} names, without its last line
     * end. Settings are what they were at the start, and the file is read each time.
     */
    Supplier<String> credential(String account, String credential, String fileInYaml) {
        KeptText kept = kept("accounts." + account + "." + credential, fileInYaml);
        return () -> kept == null ? null : kept.read().orElse(null);
    }

    /** The same of any key; none where nobody set it or its file. */
    @Nullable
    KeptText kept(String key, @Nullable String fileInYaml) {
        String text = asGiven(key);
        String file = file(key, fileInYaml);
        return text != null ? new KeptText(text, null) : file == null ? null : new KeptText(null, Path.of(file));
    }

    /** Which file of a credential cannot be read; it may still be mounted later. */
    Optional<Mistake> unreadable(String account, String credential, String fileInYaml) {
        String key = "accounts." + account + "." + credential;
        String file = file(key, fileInYaml);
        return file == null || value(key) != null || Files.isReadable(Path.of(file)) ? Optional.empty()
                : Optional
                        .of(mistake(Rule.UNREADABLE_CREDENTIAL, key + "-file", "the file " + file + " cannot be read"));
    }

    /** Whether a double of the sandbox is called in the provider's place. */
    boolean isPlayed() {
        return "sandbox".equals(config.getConfigValue(prefix + "base-url").getSourceName());
    }

    /** Whether there is a key to seal tokens with that replicas share. */
    boolean sealTokens() {
        return config.getOptionalValue("sluice.tokens.key", String.class).filter(key -> !key.isBlank()).isPresent();
    }

    /** What is wrong with a setting. */
    Mistake mistake(Rule rule, String key, String reason) {
        return SettingPlace.mistake(rule, config, prefix + key, reason);
    }

    /** Whether the value at this key, or what holds it, is a setting's. */
    boolean liesOver(String key) {
        return value(key) != null || key.contains(".") && liesOver(key.substring(0, key.lastIndexOf('.')));
    }

    private @Nullable String file(String key, @Nullable String fileInYaml) {
        String set = value(key + "-file");
        return set != null ? set : fileInYaml == null || fileInYaml.isBlank() ? null : fileInYaml;
    }

    /** Accounts that settings name, whether or not the file does. */
    Set<String> accounts() {
        Set<String> accounts = new TreeSet<>();
        Pattern dotted = Pattern.compile(Pattern.quote(prefix) + "accounts\\.([a-z][a-z0-9]{0,31})\\..+");
        Pattern variable = Pattern.compile(Pattern.quote(environmentPrefix) + "ACCOUNTS_([A-Z][A-Z0-9]{0,31})_.+");
        for (String name : config.getPropertyNames()) {
            Matcher matcher = dotted.matcher(name);
            if (matcher.matches()) {
                accounts.add(matcher.group(1));
            }
        }
        for (String name : environment.keySet()) {
            Matcher matcher = variable.matcher(name);
            if (matcher.matches()) {
                accounts.add(matcher.group(1).toLowerCase(Locale.ROOT));
            }
        }
        return accounts;
    }

    /**
     * The file's tree with settings in the place of its leaves. A list is set as comma separated text, and all of an
     * object (a body, a table of codes) as JSON text.
     */
    JsonNode over(JsonNode node, String key, Mistakes mistakes) {
        if (node.isObject()) {
            ObjectNode merged = JsonNodeFactory.instance.objectNode();
            String text = isWhole(key) ? value(key) : null;
            JsonNode whole = text != null
                    ? mistakes.result(
                            () -> SettingText.object(text, reason -> mistake(Rule.UNUSABLE_SETTING, key, reason)))
                            .orElse(node)
                    : node;
            whole.properties().forEach(member -> merged.set(member.getKey(),
                    over(member.getValue(), key.isEmpty() ? member.getKey() : key + "." + member.getKey(), mistakes)));
            return merged;
        }
        String set = value(key);
        return set == null ? node : SettingText.like(node, set);
    }

    /** Tells of settings below this provider's prefix that its file does not know. */
    void refuseUnknown(JsonNode file, Iterable<String> credentials, Iterable<String> accounts, Mistakes mistakes) {
        Set<String> known = new TreeSet<>();
        leaves(file, "", known);
        known.add(ReachSection.PROXY_PASSWORD);
        for (String account : accounts) {
            for (String credential : credentials) {
                for (String form : new String[]{"", "-file", "-previous", "-previous-file"}) {
                    known.add("accounts." + account + "." + credential + form);
                }
            }
            for (String credential : ReachSection.CREDENTIALS) {
                known.add("accounts." + account + "." + credential);
                known.add("accounts." + account + "." + credential + "-file");
            }
        }
        // A credential of the environment is taken to the letter.
        known.stream().filter(key -> !isFromEnvironment(key)
                || !key.startsWith("accounts.") && !key.equals(ReachSection.PROXY_PASSWORD)).map(prefix::concat)
                .filter(name -> SettingPlace.isUnresolved(config.getConfigValue(name)))
                .forEach(name -> mistakes
                        .add(SettingPlace.mistake(Rule.UNSET_VARIABLE, config, name, SettingPlace.UNRESOLVED)));
        Tables tables = new Tables(ProviderShape.schema(), accounts);
        Set<String> variables = known.stream().map(ProviderSettings::screaming).collect(Collectors.toSet());
        environment.keySet().stream()
                .filter(name -> name.startsWith(environmentPrefix)
                        && !variables.contains(name.substring(environmentPrefix.length())))
                .forEach(name -> mistakes
                        .add(Mistake.of(Rule.UNKNOWN_SETTING, "environment " + name + ": there is no such setting"
                                + tables.hint(name, table -> screaming(prefix + table), "_").orElseGet(() -> Nearest
                                        .hint(name, variables.stream().map(environmentPrefix::concat).toList())))));
        config.getConfigSources().forEach(source -> {
            if (!SettingPlace.isEnvironment(source.getName())) {
                source.getPropertyNames().stream().filter(name -> SettingPlace.setting(name).startsWith(prefix)
                        && !known.contains(SettingPlace.setting(name).substring(prefix.length())))
                        .forEach(name -> mistakes.add(SettingPlace.mistake(Rule.UNKNOWN_SETTING, source, name,
                                "there is no such setting"
                                        + tables.hint(SettingPlace.setting(name), prefix::concat, ".")
                                                .orElseGet(() -> Nearest.hint(name,
                                                        known.stream().map(prefix::concat).toList())))));
            }
        });
    }

    private boolean isWhole(String key) {
        String text = key.isEmpty() ? null : value(key);
        return text != null && text.startsWith("{");
    }

    private void leaves(JsonNode node, String key, Set<String> known) {
        if (!node.isObject() || isWhole(key)) {
            known.add(key);
        }
        if (node.isObject()) {
            node.properties().forEach(member -> leaves(member.getValue(),
                    key.isEmpty() ? member.getKey() : key + "." + member.getKey(), known));
        }
    }

    private static String screaming(String key) {
        return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
