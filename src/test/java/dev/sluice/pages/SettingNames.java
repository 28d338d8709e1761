package dev.sluice.pages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import dev.sluice.monitoring.Contract;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The settings that the program knows, from its properties, its code and its flows. */
final class SettingNames {

    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Path CHECK = Path.of("src/main/java/dev/sluice/config/KnownSettings.java");
    /** For people's commands, and no setting. */
    private static final String OPERATOR = "SLUICE_OPERATOR";

    private SettingNames() {
    }

    /** Every one but a provider's, with its default; "none" without one. */
    static Map<String, String> withDefaults() throws IOException {
        Map<String, String> known = new TreeMap<>();
        String sources = files(Path.of("src/main/java"), ".java");
        named(sources).forEach(name -> known.put(name, "none"));
        Page.matches("name = \"(sluice[a-z.-]+)\"(?:, defaultValue = \"([^\"]+)\")?", sources).stream()
                .filter(property -> property.group(2) != null)
                .forEach(property -> known.put(property.group(1), property.group(2)));
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(PROPERTIES)));
        properties.stringPropertyNames().stream().filter(name -> name.startsWith("sluice.")
                || name.equals("quarkus.http.port")).forEach(name -> known.put(name, properties.getProperty(name)));
        return known;
    }

    /** Those that are read: by code that does more than to check them, by a flow, or by another setting. */
    static Set<String> read() throws IOException {
        return named(files(Path.of("src/main/java"), ".java").replace(Files.readString(CHECK), ""));
    }

    /** What the code, the flows and the properties name, but for what the properties only set. */
    private static Set<String> named(String code) throws IOException {
        String sources = code + files(Path.of("routes"), ".yaml") + Files.readString(PROPERTIES);
        Set<String> named = new TreeSet<>();
        Page.matches("(?:\"|\\{\\{|\\$\\{)(sluice(?:\\.(?!properties\\b)[a-z-]+)+)(?=[\"}:])", sources).stream()
                .map(name -> name.group(1)).filter(SettingNames::isSetting).forEach(named::add);
        return named;
    }

    /** Whether a variable of the environment is a setting, a provider's among them, or one that the commands read. */
    static boolean isVariable(String variable) throws IOException {
        return variable.equals(OPERATOR) || variables(withDefaults().keySet()).contains(variable)
                || variable.startsWith("SLUICE_PROVIDERS_")
                        && isOfProvider(variable.substring("SLUICE_PROVIDERS_".length()));
    }

    /** How a provider is reached from here, and how much it is given, which a shipped file does not say. */
    private static final String OURS = "TRUST_FILE|NO_PROXY|PROXY(_USERNAME|_PASSWORD(_FILE)?)?"
            + "|ACCOUNTS_[A-Z0-9]+_CLIENT_(CERTIFICATE|KEY|KEY_PASSWORD)_FILE|LIMITS_(AMOUNT|LOW_BALANCE)";

    private static boolean isOfProvider(String name) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("config/providers"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).anyMatch(file -> {
                String provider = variable(file.getFileName().toString().replace(".yaml", "")) + "_";
                return name.startsWith(provider) && isKey(name.substring(provider.length()), new YamlFile(file).tree());
            });
        }
    }

    private static boolean isKey(String name, JsonNode file) {
        Set<String> keys = new TreeSet<>();
        leaves("", file, keys);
        Set<String> credentials = new TreeSet<>();
        file.get("credentials").forEach(credential -> credentials.add(credential.asText()));
        return variables(keys).contains(name) || name.matches(OURS)
                || name.matches("ACCOUNTS_[A-Z0-9]+_(?:" + String.join("|", variables(credentials))
                        + ")(?:_PREVIOUS)?(?:_FILE)?");
    }

    private static void leaves(String path, JsonNode node, Set<String> keys) {
        node.properties().forEach(member -> {
            keys.add(path + member.getKey());
            leaves(path + member.getKey() + ".", member.getValue(), keys);
        });
    }

    private static Set<String> variables(Set<String> names) {
        Set<String> variables = new TreeSet<>();
        names.forEach(name -> variables.add(variable(name)));
        return variables;
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Queues, metrics and the prefix of the providers' settings look like settings and are none. */
    private static boolean isSetting(String name) {
        boolean metric = Contract.metrics().keySet().stream()
                .anyMatch(known -> known.replaceFirst("(_seconds|_bytes)?(_total|_max)?$", "")
                        .equals(name.replace('.', '_')));
        return !metric
                && !name.matches(
                        "sluice\\.(dead|undelivered|bulk|submit|polls|webhooks|people|attention|providers|caller"
                                + "|terminal|utf8|ledger)");
    }

    private static String files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().map(file -> Page.at(file).text())
                    .reduce("", (one, other) -> one + "\n" + other);
        }
    }
}
