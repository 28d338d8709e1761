package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the README says of settings, files and commands is so. */
class ReadmeTest {

    private static final String README = read(Path.of("README.md"));
    private static final Path PROPERTIES = Path.of("src/main/resources/application.properties");
    private static final Path HELP = Path.of("src/main/resources/help");

    @Test
    void everySettingStandsInTheTableWithItsDefault() throws IOException {
        Map<String, String> known = known();
        Map<String, String> told = told();

        assertThat(told.keySet()).as("settings in the README's table").containsExactlyElementsOf(known.keySet());
        known.forEach((name, value) -> assertThat(told.get(name)).as("default of " + name)
                .isEqualTo(value.isEmpty() ? "none" : value));
    }

    @Test
    void everyKeyOfAProviderFileIsExplained() throws IOException {
        String section = section("### A provider's file");
        Set<String> keys = new TreeSet<>();
        keys(new ObjectMapper().readTree(Path.of("src/main/resources/provider.schema.json").toFile()), keys);

        assertThat(keys).isNotEmpty().allSatisfy(key -> assertThat(section)
                .containsPattern("`([a-z-]+\\.)*" + Pattern.quote(key) + "(\\.[a-z.-]+)?`"));
    }

    @Test
    void everyLinkLeadsSomewhere() {
        Set<String> headings = new TreeSet<>();
        matches("(?m)^#+ (.+)$", README).forEach(heading -> headings.add("#" + heading.group(1).toLowerCase()
                .replaceAll("[^a-z0-9 -]", "").replace(' ', '-')));

        assertThat(matches("\\]\\(([^)]+)\\)", README)).isNotEmpty().allSatisfy(link -> {
            String target = link.group(1);
            assertThat(target.startsWith("#") ? headings.contains(target) : Files.exists(Path.of(target)))
                    .as(target).isTrue();
        });
    }

    @Test
    void everyFileThatIsNamedIsThere() {
        List<String> paths = matches("(?:routes|config|src|k8s|\\.ci)/[A-Za-z0-9._/-]*", README.replaceAll("https?://\\S+", ""))
                .stream().map(MatchResult::group)
                // An operator's own file, which a clone does not have.
                .filter(path -> !path.equals("config/application.properties"))
                .map(path -> path.replaceAll("[./]+$", "")).toList();

        assertThat(paths).isNotEmpty().allSatisfy(path -> assertThat(Path.of(path)).exists());
    }

    @Test
    void everyCommandIsOneThatTheLauncherKnows() throws IOException {
        String help = read(HELP.resolve("sluice.txt"));
        List<MatchResult> commands = matches("\\./sluice ([a-z]+)([^`\\n]*)", README);

        assertThat(commands).isNotEmpty().allSatisfy(command -> {
            String name = command.group(1);
            assertThat(help).contains("./sluice " + name);
            assertThat(matches("--[a-z-]+", command.group(2))).allSatisfy(option ->
                    assertThat(read(HELP.resolve(name + ".txt"))).contains(option.group()));
        });
    }

    @Test
    void itsExamplesAreWellFormed() {
        ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

        assertThat(blocks("json")).isNotEmpty().allSatisfy(block ->
                assertThatCode(() -> json.readTree(block)).doesNotThrowAnyException());
        assertThat(blocks("yaml")).isNotEmpty().allSatisfy(block ->
                assertThatCode(() -> new Yaml().load(new StringReader(block))).doesNotThrowAnyException());
        assertThat(blocks("xml")).isNotEmpty().allSatisfy(block ->
                assertThatCode(() -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(
                        new ByteArrayInputStream(block.getBytes(StandardCharsets.UTF_8)))).doesNotThrowAnyException());
    }

    @Test
    void theTestCommandIsTheOneThatBuildMachinesRun() {
        assertThat(README).contains("    ./mvnw verify\n");
        assertThat(read(Path.of(".ci/run"))).containsPattern("(?m)^\\./mvnw .*\\bverify$");
    }

    /** Names and defaults from the properties file, from the code and from the flows; "none" without a default. */
    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new TreeMap<>();
        String sources = files(Path.of("src/main/java"), ".java") + files(Path.of("routes"), ".yaml") + read(PROPERTIES);
        matches("(?:\"|\\{\\{|\\$\\{)(sluice(?:\\.(?!properties\\b)[a-z-]+)+)(?=[\"}:])", sources).stream()
                .map(name -> name.group(1)).filter(ReadmeTest::isSetting).forEach(name -> known.put(name, "none"));
        matches("name = \"(sluice[a-z.-]+)\"(?:, defaultValue = \"([^\"]+)\")?", sources).stream()
                .filter(property -> property.group(2) != null)
                .forEach(property -> known.put(property.group(1), property.group(2)));
        Properties properties = new Properties();
        properties.load(new StringReader(read(PROPERTIES)));
        properties.stringPropertyNames().stream().filter(name -> name.startsWith("sluice.")
                || name.equals("quarkus.http.port")).forEach(name -> known.put(name, properties.getProperty(name)));
        return known;
    }

    /** Queues, metrics and the prefix of the providers' settings look like settings and are none. */
    private static boolean isSetting(String name) {
        return !name.matches("sluice\\.(dead|undelivered|submit|polls|webhooks|people|attention|providers|caller|terminal|utf8|ledger"
                + "|undecided\\..+|unlisted\\..+|breaker\\..+|routes\\..+|clock\\..+|broker\\.refused|volatile\\..+|webhooks\\..+|connections\\..+)");
    }

    private static Map<String, String> told() {
        Map<String, String> told = new TreeMap<>();
        matches("(?m)^\\| `((?:sluice|quarkus)\\.[a-z.-]+)` \\| (?:`([^`]+)`|(none)) \\| .+ \\|$", section("## Settings"))
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

    private static String section(String heading) {
        String level = heading.substring(0, heading.indexOf(' '));
        String after = README.substring(README.indexOf(heading) + heading.length());
        return after.split("(?m)^" + level + " ", 2)[0];
    }

    private static List<String> blocks(String language) {
        return matches("(?s)```" + language + "\\n(.*?)```", README).stream().map(block -> block.group(1)).toList();
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }

    private static String files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().map(ReadmeTest::read)
                    .reduce("", (one, other) -> one + "\n" + other);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }
}
