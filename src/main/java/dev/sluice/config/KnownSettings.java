package dev.sluice.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import dev.sluice.text.Nearest;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * The settings {@code sluice.*} that there are, as {@code settings.schema.json} describes them. A misspelt one would
 * leave its default in force, and nobody would know. Those of providers are looked at with the providers' files.
 */
public final class KnownSettings {

    private static final String PREFIX = "sluice.";
    private static final String PROVIDERS = "sluice.providers.";
    private static final Set<String> NEEDED = Set.of("sluice.data", "sluice.broker.embedded", "sluice.broker.host",
            "sluice.broker.port",
            "sluice.broker.open-to-all", "sluice.ledger.one-process", "sluice.log.calls", "sluice.log.json",
            "sluice.management.host", "sluice.people.approvals", "sluice.plan.watch", "sluice.sandbox.enabled",
            "sluice.submissions.held",
            "sluice.sandbox.url");
    /** What Kubernetes puts into the environment for a service called sluice-something. */
    private static final Pattern ORCHESTRATOR = Pattern
            .compile(".*_(SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP).*)?)");
    /** Who acts, for the commands of people. */
    public static final String OPERATOR = "SLUICE_OPERATOR";
    private static final String HTTP_PORT = "quarkus.http.port";
    private static final String SECRET = "password";
    private static final Pattern FILE = Pattern.compile("(config/[^/\\]]+|application[^/\\]]*)]?$");
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
            KnownSettings.class.getResourceAsStream("/settings.schema.json"),
            SchemaValidatorsConfig.builder().errorMessageKeyword("message").build());

    private KnownSettings() {
    }

    public static Set<String> names() {
        Set<String> known = new TreeSet<>();
        SCHEMA.getSchemaNode().get("properties").fieldNames().forEachRemaining(known::add);
        return known;
    }

    public static void check(Config config, Mistakes mistakes) {
        Set<String> known = names();
        config.getConfigSources().forEach(source -> check(source, known, mistakes));
        quarkus(config, mistakes);
        CamelSettings.check(config, mistakes);
        known.forEach(name -> mistakes
                .of(() -> value(config, name).ifPresent(value -> check(config, name, value, mistakes))));
    }

    /** Quarkus knows more than Sluice sets or names; one that is a letter or two beside those is none of the others. */
    private static void quarkus(Config config, Mistakes mistakes) {
        Set<String> known = new TreeSet<>(Set.of("quarkus.http.host", HTTP_PORT));
        Set<ConfigSource> operators = new HashSet<>();
        config.getConfigSources().forEach(source -> {
            if (SettingPlace.isOperators(source)) {
                operators.add(source);
            } else if (source.getOrdinal() < 300) {
                source.getPropertyNames().stream().filter(name -> name.startsWith("quarkus.")).forEach(known::add);
            }
        });
        known.stream().filter(name -> name.contains("max")).toList()
                .forEach(name -> known.add(name.replace("max", "min")));
        operators.forEach(source -> source.getPropertyNames().stream()
                .filter(name -> SettingPlace.setting(name).startsWith("quarkus.")
                        && Nearest.isSlip(SettingPlace.setting(name), known, 2))
                .forEach(name -> mistakes.add(SettingPlace.mistake(Rule.UNKNOWN_SETTING, source, name,
                        "there is no such setting" + Nearest.hint(SettingPlace.setting(name), known)))));
        String port = config.getConfigValue(HTTP_PORT).getValue();
        if (port != null && (!port.strip().matches("[0-9]{1,5}") || Integer.parseInt(port.strip()) > 65_535)) {
            mistakes.add(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, HTTP_PORT, "must be a port, 0 to 65535"));
        }
    }

    private static Optional<String> value(Config config, String name) {
        ConfigValue value = config.getConfigValue(name);
        if (SettingPlace.isUnresolved(value)) {
            throw new ConfigProblem(SettingPlace.mistake(Rule.UNSET_VARIABLE, config, name, SettingPlace.UNRESOLVED));
        }
        if (value.getValue() == null && NEEDED.contains(name)) {
            throw new ConfigProblem(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, name, "must not be empty"));
        }
        return Optional.ofNullable(value.getValue()).filter(text -> !text.isBlank());
    }

    private static void check(Config config, String name, String value, Mistakes mistakes) {
        boolean number = SCHEMA.getSchemaNode().at("/properties/" + name + "/type").asText().equals("integer");
        ObjectNode setting = JsonNodeFactory.instance.objectNode();
        if (number && value.strip().matches("-?[0-9]{1,18}")) {
            setting.put(name, Long.parseLong(value.strip()));
        } else {
            setting.put(name, value.strip());
        }
        SCHEMA.validate(setting)
                .forEach(violation -> mistakes.add(SettingPlace.mistake(Rule.UNUSABLE_SETTING, config, name,
                        Broken.words(violation)
                                + (name.contains(SECRET) || name.endsWith(".key") || name.endsWith("url")
                                        || violation.getType().equals("enum") ? ""
                                                : ", not '" + value + "'"))));
    }

    private static void check(ConfigSource source, Set<String> known, Mistakes mistakes) {
        boolean inFile = FILE.matcher(source.getName()).find();
        Set<String> variables = known.stream().map(KnownSettings::variable).collect(Collectors.toSet());
        boolean environment = SettingPlace.isEnvironment(source.getName());
        if (SettingPlace.isOperators(source)) {
            source.getPropertyNames().forEach(name -> meant(source, name, known, mistakes));
        }
        for (String name : source.getPropertyNames()) {
            boolean stranger = environment
                    ? name.startsWith(variable(PREFIX)) && !name.startsWith(variable(PROVIDERS))
                            && !variables.contains(name) && !name.equals(OPERATOR)
                    : name.startsWith(PREFIX) && !name.startsWith(PROVIDERS) && !known.contains(name);
            if (stranger && inFile) {
                mistakes.add(SettingPlace.mistake(Rule.UNKNOWN_SETTING, source, name,
                        "there is no such setting; docs/settings.md lists"
                                + " them all" + Nearest.hint(name, known)));
            } else if (stranger && environment && !ORCHESTRATOR.matcher(name).matches()
                    && (Nearest.isSlip(name, variables, 2) || name.startsWith("SLUICE_PROVIDER_"))) {
                mistakes.add(Mistake.of(Rule.UNKNOWN_SETTING, "environment " + name + ": there is no such setting"
                        + (name.startsWith("SLUICE_PROVIDER_")
                                ? "; did you mean " + name.replaceFirst("PROVIDER_", "PROVIDERS_") + "?"
                                : Nearest.hint(name, variables))));
            } else if (stranger) {
                // An orchestrator may well put SLUICE_SERVICE_HOST there, so it is no reason to stay down.
                mistakes.note(Mistake.of(Rule.IGNORED_SETTING,
                        name + " is no setting and is ignored; docs/settings.md lists them all"
                                + Nearest.hint(name, environment ? variables : known)));
            }
        }
    }

    /** What was probably meant by a name in the file that begins otherwise. */
    private static void meant(ConfigSource source, String written, Set<String> known, Mistakes mistakes) {
        String name = SettingPlace.setting(written);
        Set<String> near = name.startsWith(PREFIX) && !known.contains(name) && !written.equals(name)
                && !name.startsWith(PROVIDERS)
                || known.contains(PREFIX + name) ? Set.of(PREFIX + name) : Set.of();
        String hint = name.startsWith(PREFIX) || name.startsWith("quarkus.") || name.startsWith("camel.") ? ""
                : Nearest.hint(name, known);
        if (!near.isEmpty() || !hint.isEmpty()) {
            mistakes.add(SettingPlace.mistake(Rule.UNKNOWN_SETTING, source, written, "there is no such setting"
                    + (known.contains(PREFIX + name) ? "; did you mean " + PREFIX + name + "?" : hint)));
        }
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
