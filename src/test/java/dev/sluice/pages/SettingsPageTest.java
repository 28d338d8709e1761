package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of settings names all there are. */
class SettingsPageTest {

    private static final Page SETTINGS = Page.at(Path.of("docs/settings.md"));
    private static final Pattern ROW = Pattern.compile("(?m)^(\\| `(sluice\\.[a-z.-]+)` \\| \\S+ \\| )(.*) \\|$");

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
        Map<String, String> described = SchemaKey.of(SchemaKey.SETTINGS).stream()
                .collect(Collectors.toMap(SchemaKey::path, SchemaKey::description, (one, other) -> one, TreeMap::new));
        Set<String> ours = new TreeSet<>(SettingNames.withDefaults().keySet());
        ours.removeIf(name -> !name.startsWith("sluice."));
        assertThat(described.keySet()).containsExactlyElementsOf(ours);

        MadePage.is(ROW.matcher(SETTINGS.text()).replaceAll(row -> Matcher.quoteReplacement(
                row.group(1) + described.getOrDefault(row.group(2), row.group(3)) + " |")), SETTINGS.file(),
                getClass());
    }

    /** A default and a rule for it are not enough to be one. */
    @Test
    void everySettingIsRead() throws IOException {
        assertThat(SettingNames.read())
                .containsAll(SchemaKey.of(SchemaKey.SETTINGS).stream().map(SchemaKey::path).toList());
    }

    private static Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        Page.matches("(?m)^\\| `((?:sluice|quarkus)\\.[a-z.-]+)` \\| (?:`([^`]+)`|(none)) \\| .+ \\|$", SETTINGS.text())
                .stream().filter(row -> !row.group(1).equals("quarkus.http.host"))
                .forEach(row -> told.put(row.group(1), row.group(2) == null ? row.group(3) : row.group(2)));
        return told;
    }
}
