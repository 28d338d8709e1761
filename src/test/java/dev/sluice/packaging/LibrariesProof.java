package dev.sluice.packaging;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of libraries that {@code -Prelease} makes: it has what is packaged, and the page has its licences. */
class LibrariesProof {

    private static final Path LIBRARIES = Path.of("target/quarkus-app/lib");
    private static final Path PAGE = Path.of("docs/licences.md");
    private static final String TABLE = "<!-- licences: made from the list of libraries -->\n";
    /** For editors alone. */
    private static final String NOT_PACKAGED = "io.quarkus.quarkus-ide-launcher-";

    private static JsonNode components;

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> built = Files.list(Path.of("target"))) {
            Path list = built.filter(file -> file.toString().endsWith(".cdx.json")).findFirst().orElseThrow(
                    () -> new AssertionError("there is no list of libraries: run with -Prelease -Ppackaging"));
            components = new ObjectMapper().readTree(list.toFile()).get("components");
        }
    }

    @Test
    void theListHasEveryLibraryThatIsPackagedAndNoOther() throws IOException {
        Set<String> listed = new TreeSet<>();
        components.forEach(one -> listed.add(one.get("group").asText() + "." + one.get("name").asText() + "-"
                + one.get("version").asText() + ".jar"));
        listed.removeIf(name -> name.startsWith(NOT_PACKAGED));
        try (Stream<Path> jars = Files.walk(LIBRARIES)) {
            assertThat(jars.filter(Files::isRegularFile).map(jar -> jar.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    @Test
    void everyLibraryHasItsHash() {
        assertThat(components).allSatisfy(one -> assertThat(one.get("hashes").findValuesAsText("alg"))
                .contains("SHA-256"));
    }

    /** {@code -Dsluice.write=true} writes them there. */
    @Test
    void thePageHasTheirLicences() throws IOException {
        Map<String, Set<String>> libraries = new TreeMap<>();
        components.forEach(one -> libraries
                .computeIfAbsent(licences(one), licence -> new TreeSet<>())
                .add(one.get("group").asText() + ":" + one.get("name").asText()));
        assertThat(libraries.keySet()).noneMatch(String::isEmpty);
        String table = "| licence | libraries |\n| --- | --- |\n" + libraries.entrySet().stream()
                .map(row -> "| " + row.getKey() + " | " + (row.getValue().size() > 20
                        ? row.getValue().size() + " libraries: all that are not named below or above"
                        : String.join(", ", row.getValue())) + " |\n")
                .collect(Collectors.joining());
        String page = Files.readString(PAGE);
        String made = page.substring(0, page.indexOf(TABLE) + TABLE.length()) + table;
        if (Boolean.getBoolean("sluice.write")) {
            Files.writeString(PAGE, made);
        }
        assertThat(page).isEqualTo(made);
    }

    private static String licences(JsonNode component) {
        Set<String> names = new TreeSet<>();
        component.path("licenses").forEach(one -> names.add(one.has("expression") ? one.get("expression").asText()
                : one.at("/license/id").asText(one.at("/license/name").asText())));
        return String.join(", ", names);
    }
}
