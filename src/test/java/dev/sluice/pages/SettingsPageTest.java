package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The pages of settings and of a provider's file name all there are. */
class SettingsPageTest {

    private static final Page SETTINGS = Page.at(Path.of("docs/settings.md"));
    private static final Page PROVIDER_FILE = Page.at(Path.of("docs/provider-file.md"));

    @Test
    void everySettingStandsInTheTableWithItsDefault() throws IOException {
        Map<String, String> known = SettingNames.withDefaults();
        Map<String, String> told = told();

        assertThat(told.keySet()).as("settings in the table of " + SETTINGS).containsExactlyElementsOf(known.keySet());
        known.forEach((name, value) -> assertThat(told.get(name)).as("default of " + name)
                .isEqualTo(value.isEmpty() ? "none" : value));
    }

    /** Where a setting is described, and what the check of it reads, is the schema. */
    @Test
    void theTableSaysWhatTheSchemaSays() throws IOException {
        Map<String, JsonNode> described = new TreeMap<>();
        new ObjectMapper().readTree(Path.of("src/main/resources/settings.schema.json").toFile()).get("properties")
                .properties()
                .forEach(setting -> described.put(setting.getKey(), setting.getValue()));
        Set<String> ours = new TreeSet<>(SettingNames.withDefaults().keySet());
        ours.removeIf(name -> !name.startsWith("sluice."));
        assertThat(described.keySet()).containsExactlyElementsOf(ours);

        String page = SETTINGS.text();
        StringBuilder rows = new StringBuilder();
        for (String line : page.split("\n", -1)) {
            Matcher row = Pattern.compile("\\| `(sluice\\.[a-z.-]+)` \\| (\\S+) \\| .* \\|").matcher(line);
            boolean ofSchema = row.matches() && described.containsKey(row.group(1));
            rows.append(ofSchema ? "| `" + row.group(1) + "` | " + row.group(2) + " | "
                    + described.get(row.group(1)).path("description").asText() + " |" : line).append('\n');
        }
        String made = rows.substring(0, rows.length() - 1);
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(Path.of("docs/settings.md"), made);
        } else {
            assertThat(page).as("make it anew with ./mvnw test -Dtest=SettingsPageTest -Dsluice.write=true")
                    .isEqualTo(made);
        }
    }

    @Test
    void everyKeyOfAProviderFileIsExplained() throws IOException {
        Set<String> keys = new TreeSet<>();
        keys(new ObjectMapper().readTree(Path.of("src/main/resources/provider.schema.json").toFile()), keys);

        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(PROVIDER_FILE.text())
                .containsPattern("`([a-z-]+\\.)*" + Pattern.quote(key) + "(\\.[a-z.-]+)?`"));
    }

    private static Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        Page.matches("(?m)^\\| `((?:sluice|quarkus)\\.[a-z.-]+)` \\| (?:`([^`]+)`|(none)) \\| .+ \\|$", SETTINGS.text())
                .stream().filter(row -> !row.group(1).equals("quarkus.http.host"))
                .forEach(row -> told.put(row.group(1), row.group(2) == null ? row.group(3) : row.group(2)));
        return told;
    }

    private static void keys(JsonNode schema, Set<String> keys) {
        schema.properties().forEach(member -> {
            if (member.getKey().equals("properties")) {
                member.getValue().fieldNames().forEachRemaining(keys::add);
            }
            keys(member.getValue(), keys);
        });
        if (schema.isArray()) {
            schema.forEach(item -> keys(item, keys));
        }
    }
}
