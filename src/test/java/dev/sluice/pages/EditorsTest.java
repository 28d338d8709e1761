package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.sluice.config.YamlFile;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Editors find for every file what explains and completes its keys, and Kaoto its routes as it writes them itself. */
@Beside
class EditorsTest {

    private static final Path COPY = Path.of("config/schema/provider.schema.json");
    private static final Path COPY_OF_TESTS = Path.of("config/schema/provider-test.schema.json");
    private static final Path ROUTING = Path.of("config/schema/routing.schema.json");
    private static final Pattern REFERENCE = Pattern.compile("# yaml-language-server: \\$schema=(\\S+)");
    private static final String TARGET = "target/schema/camelYamlDsl.json";
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final JsonSchema SHORT_TOO = schema(camel(), VersionFlag.V4);
    private static final JsonSchema CANONICAL = schema(canonical(camel()), VersionFlag.V4);

    static List<Path> files() throws IOException {
        return Stream.of("config", "routes").flatMap(folder -> walk(Path.of(folder)))
                .filter(file -> file.toString().endsWith(".yaml") && !file.endsWith("kustomization.yaml")).toList();
    }

    static List<Path> routes() throws IOException {
        return Stream.of("routes", "examples").flatMap(folder -> walk(Path.of(folder)))
                .filter(file -> file.toString().endsWith(".camel.yaml")).toList();
    }

    @ParameterizedTest
    @MethodSource("files")
    void everyFileNamesTheSchemaThatItHolds(Path file) throws IOException {
        Matcher reference = REFERENCE.matcher(Files.readAllLines(file).get(0));
        assertThat(reference.matches()).as("%s begins with # yaml-language-server: $schema=", file).isTrue();
        Path schema = file.resolveSibling(reference.group(1)).normalize();
        if (file.toString().endsWith(".camel.yaml")) {
            // The build takes it out of Camel's jar.
            assertThat(schema).isEqualTo(Path.of(TARGET));
        } else {
            assertThat(schema(new ObjectMapper().readTree(schema.toFile()), VersionFlag.V202012)
                    .validate(new YamlFile(file).tree())).isEmpty();
        }
    }

    @Test
    void whereTheyPointToIsWhereTheBuildPutsIt() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml"))).containsPattern("(?s)<artifactId>camel-yaml-dsl</artifactId>"
                + ".{0,200}<includes>schema/camelYamlDsl.json</includes>.{0,200}"
                + "<outputDirectory>\\$\\{project.build.directory}</outputDirectory>");
    }

    @Test
    void theSchemasBesideTheFilesAreThoseThatTheyAreCheckedBy() throws IOException {
        MadePage.is(Files.readString(SchemaKey.PROVIDER_FILE), COPY, getClass());
        MadePage.is(Files.readString(Path.of("src/main/resources/provider-test.schema.json")), COPY_OF_TESTS,
                getClass());
    }

    @Test
    void everyKeyOfARuleIsExplained() {
        assertThat(SchemaKey.of(ROUTING)).extracting(SchemaKey::path).containsExactly("orders", "otp", "licenses");
        assertThat(SchemaKey.of(ROUTING)).allSatisfy(family -> {
            JsonNode rule = family.schema().path("items").path("properties");
            Set<String> keys = new TreeSet<>();
            rule.properties().forEach(key -> {
                keys.add(key.getKey());
                assertThat(key.getValue().path("description").asText()).isNotEmpty();
            });
            assertThat(keys).containsExactly("account", "description", "otherwise", "provider", "when");
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteIsAsKaotoWritesIt(Path file) throws IOException {
        JsonNode parts = YAML.readTree(file.toFile());
        assertThat(CANONICAL.validate(parts)).isEmpty();
        parts.forEach(part -> {
            assertThat(part.fieldNames().next()).isIn("route", "routeTemplate", "templatedRoute");
            assertThat(part.elements().next().path(part.has("templatedRoute") ? "routeId" : "id").asText())
                    .isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"setBody: {simple: x}", "setBody: {jq: {expression: .a}}", "to: direct:x",
            "setBody: {expression: {jq: .a}}", "log: done", "script: {groovy: x}"})
    void aShortFormIsNone(String step) throws IOException {
        String route = "[{route: {id: a, from: {uri: 'direct:a', steps: [{%s}]}}}]".formatted(step);
        JsonNode parts = YAML.readTree(route);
        assertThat(SHORT_TOO.validate(parts)).isEmpty();
        assertThat(CANONICAL.validate(parts)).isNotEmpty();
    }

    private static JsonSchema schema(JsonNode schema, VersionFlag version) {
        return JsonSchemaFactory.getInstance(version).getSchema(schema);
    }

    private static JsonNode camel() {
        try (InputStream in = EditorsTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Camel's schema without its short forms: a text for an object, a language where {@code expression} should be. */
    private static JsonNode canonical(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.get("oneOf") instanceof ArrayNode forms && forms.valueStream().anyMatch(EditorsTest::isObject)) {
                for (int i = forms.size() - 1; i >= 0; i--) {
                    if (forms.get(i).path("type").asText().equals("string")) {
                        forms.remove(i);
                    }
                }
            }
            if (object.get("anyOf") instanceof ArrayNode all) {
                all.forEach(any -> {
                    if (any.get("oneOf") instanceof ArrayNode forms) {
                        for (int i = forms.size() - 1; i >= 0; i--) {
                            if (forms.get(i).path("$ref").asText().endsWith(".ExpressionDefinition")) {
                                forms.remove(i);
                            }
                        }
                    }
                });
            }
        }
        node.forEach(EditorsTest::canonical);
        return node;
    }

    private static boolean isObject(JsonNode form) {
        return form.path("type").asText().equals("object");
    }

    private static Stream<Path> walk(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
