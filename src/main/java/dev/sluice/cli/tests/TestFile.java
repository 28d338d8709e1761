package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.sluice.config.Broken;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Durations;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import dev.sluice.config.YamlFile;
import dev.sluice.text.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The tests of one provider: {@code routes/providers/<provider>.test.yaml}. */
final class TestFile {

    static final String SUFFIX = ".test.yaml";
    static final String AT = "2026-01-01T00:00:00Z";
    static final String NONCE = "00000000-0000-4000-8000-000000000000";
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(
            TestFile.class.getResourceAsStream("/provider-test.schema.json"),
            SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).errorMessageKeyword("message").build());

    private final YamlFile file;
    private final String provider;
    private final JsonNode described;

    private TestFile(YamlFile file, String provider, JsonNode described) {
        this.file = file;
        this.provider = provider;
        this.described = described;
    }

    /**
     * @param home where {@code config/} is
     * @throws ConfigProblem with all that is wrong with its shape
     */
    static TestFile read(Path home, Path path) {
        YamlFile file = new YamlFile(path);
        String provider = path.getFileName().toString().replaceFirst("\\.test\\.yaml$", "");
        Path described = home.resolve("config/providers/" + provider + ".yaml");
        List<Mistake> mistakes = new ArrayList<>();
        if (!Files.exists(described)) {
            mistakes.add(new Mistake(Rule.TEST_FORM, path.toString(), 0, 0, "",
                    "is of a provider that has no file: there is no "
                            + described));
        }
        SCHEMA.validate(file.tree()).forEach(violation -> mistakes.add(mistake(file, violation)));
        for (int i = 0; i < file.tree().path("tests").size(); i++) {
            for (int j = 0; j < file.tree().path("tests").path(i).path("steps").size(); j++) {
                String key = "tests." + i + ".steps." + j + ".in";
                JsonNode in = file.tree().path("tests").path(i).path("steps").path(j).path("in");
                try {
                    Durations.parse(in.asText("0s"));
                } catch (IllegalArgumentException e) {
                    mistakes.add(file.mistake(Rule.TEST_FORM, key, String.valueOf(e.getMessage())));
                }
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigProblem(mistakes.stream().distinct().toList());
        }
        return new TestFile(file, provider, new YamlFile(described).tree());
    }

    private static Mistake mistake(YamlFile file, ValidationMessage violation) {
        String key = violation.getInstanceLocation().toString().replaceFirst("^/", "").replace('/', '.');
        boolean unknown = violation.getType().equals("additionalProperties");
        boolean named = unknown || violation.getType().equals("required");
        String at = named ? (key.isEmpty() ? "" : key + ".") + violation.getProperty() : key;
        if (!unknown) {
            return file.mistake(Rule.TEST_FORM, at, Broken.words(violation));
        }
        Set<String> known = new TreeSet<>();
        SCHEMA.getSchemaNode()
                .at(violation.getSchemaLocation().getFragment().toString().replaceFirst("/[^/]*$", "") + "/properties")
                .fieldNames().forEachRemaining(known::add);
        return file.mistake(Rule.UNKNOWN_KEY, at, "is no key of tests; known here: " + String.join(", ", known)
                + Nearest.hint(String.valueOf(violation.getProperty()), known));
    }

    String provider() {
        return provider;
    }

    Path path() {
        return file.path();
    }

    JsonNode tests() {
        return file.tree().path("tests");
    }

    Instant at() {
        return Instant.parse(file.tree().path("at").asText(AT));
    }

    String nonce() {
        return file.tree().path("nonce").asText(NONCE);
    }

    /** The place of what is not as it is expected. */
    Mistake place(Difference difference) {
        return file.mistake(Rule.TEST_FAILED, difference.key(), difference.toString());
    }

    Mistake place(String key) {
        return file.mistake(Rule.TEST_FAILED, key, "");
    }

    /** All accounts that its tests name. */
    Set<String> accounts() {
        Set<String> accounts = new TreeSet<>(Set.of("default"));
        tests().findValues("account").stream().filter(JsonNode::isTextual).forEach(name -> accounts.add(name.asText()));
        accounts.removeIf(name -> !name.matches("[a-z][a-z0-9]{0,31}"));
        return accounts;
    }

    /** What lies over all settings while its tests run. */
    Map<String, String> settings() {
        return settings(provider, described, accounts(), file.tree());
    }

    /**
     * @param described the provider's own file
     * @param tests     what the tests say of credentials and settings
     */
    static Map<String, String> settings(String provider, JsonNode described, Set<String> accounts, JsonNode tests) {
        String prefix = "sluice.providers." + provider + ".";
        Map<String, String> settings = new HashMap<>();
        settings.put(prefix + "poll.jitter", "0");
        settings.put(prefix + "retry.jitter", "0");
        String baseUrl = described.path("base-url").asText("");
        settings.put(prefix + "base-url", baseUrl.isEmpty() ? "https://" + provider + ".example" : baseUrl);
        Set<String> all = new TreeSet<>(accounts);
        described.path("accounts").fieldNames().forEachRemaining(all::add);
        for (String account : all) {
            described.path("credentials").forEach(name -> settings.put(prefix + "accounts." + account + "."
                    + name.asText(), tests.path("credentials").path(name.asText()).asText("test-" + name.asText())));
        }
        tests.path("settings").properties()
                .forEach(setting -> settings.put(prefix + setting.getKey(), setting.getValue().asText()));
        return settings;
    }
}
