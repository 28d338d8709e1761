package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/**
 * No library of the packaged program falls under the version that mends what is known of it; what shields the rest is
 * told in SECURITY.md.
 */
class HolesIT {

    private static final Path HOLES = Path.of("src/test/resources/holes.yaml");
    private static final Path SECURITY = Path.of("SECURITY.md");
    private static final Path PACKAGED = Path.of("target/quarkus-app/lib");
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

    /**
     * What is known of libraries: of some, and the version that mends it; of others, only that they are not to be
     * there.
     */
    private record Hole(List<String> libraries, String version, String what) {
    }

    @Test
    void noLibraryFallsUnderTheVersionThatMendsIt() throws IOException {
        Map<String, String> packaged = packaged();

        assertThat(holes("mended", "mends")).isNotEmpty()
                .allSatisfy(hole -> assertThat(hole.libraries())
                        .allSatisfy(library -> assertThat(found(library, packaged)).as(library).isNotEmpty()
                                .allSatisfy((name, version) -> assertThat(Version.parse(version))
                                        .as("%s: %s", name, hole.what())
                                        .isGreaterThanOrEqualTo(Version.parse(hole.version())))));
    }

    @Test
    void whatIsUnreachableForNotBeingThereIsNotThere() throws IOException {
        Map<String, String> packaged = packaged();

        assertThat(holes("absent", "holes")).isNotEmpty().allSatisfy(hole -> assertThat(hole.libraries())
                .allSatisfy(library -> assertThat(found(library, packaged)).as(hole.what()).isEmpty()));
    }

    @Test
    void securityMdTellsOfEveryHole() throws IOException {
        String told = Files.readString(SECURITY);

        assertThat(matches("CVE-\\d{4}-\\d+", Files.readString(HOLES))).isNotEmpty()
                .allSatisfy(hole -> assertThat(told).contains(hole.group()));
    }

    /** A test shields only while it is there. */
    @Test
    void everyTestThatSecurityMdNamesIsThere() throws IOException {
        assertThat(matches("`([A-Z]\\w+(?:Test|IT))\\.(\\w+)`", Files.readString(SECURITY))).isNotEmpty()
                .allSatisfy(name -> assertThat(source(name.group(1))).contains("void " + name.group(2) + "("));
    }

    @SuppressWarnings("unchecked")
    private static List<Hole> holes(String kind, String what) throws IOException {
        Map<String, List<Map<String, Object>>> holes = new Yaml().load(Files.readString(HOLES));
        return holes.get(kind).stream().map(hole -> new Hole((List<String>) hole.get("libraries"),
                (String) hole.get("at-least"), (String) hole.get(what))).toList();
    }

    private static Map<String, String> found(String library, Map<String, String> packaged) {
        String wanted = library.replace(':', '.');
        Map<String, String> found = new TreeMap<>(packaged);
        found.keySet()
                .removeIf(name -> wanted.endsWith("*") ? !name.startsWith(wanted.substring(0, wanted.length() - 1))
                        : !name.equals(wanted));
        return found;
    }

    /** The name of every packaged jar, group first, and its version. */
    private static Map<String, String> packaged() throws IOException {
        try (Stream<Path> jars = Files.walk(PACKAGED)) {
            Map<String, String> packaged = new TreeMap<>();
            jars.map(jar -> JAR.matcher(jar.getFileName().toString())).filter(Matcher::matches)
                    .forEach(jar -> packaged.put(jar.group(1), jar.group(2)));
            return packaged;
        }
    }

    private static String source(String test) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return Files
                    .readString(files.filter(file -> file.getFileName().toString().equals(test + ".java")).findFirst()
                            .orElseThrow(() -> new AssertionError("there is no " + test)));
        }
    }

    private static List<MatchResult> matches(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().toList();
    }
}
