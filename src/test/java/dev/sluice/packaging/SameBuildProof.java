package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two builds of the same files, in other folders and at other times, make the same bytes, but for what Quarkus generates:
 * it numbers what it records as its threads come by it, and lists Camel's converters as a set has them.
 */
class SameBuildProof {

    private static final List<String> SOURCES = List.of(".mvn", "config", "routes", "src", "mvnw", "pom.xml", "sluice");

    private static final String GENERATED = "quarkus-app/quarkus/generated-bytecode.jar";

    @TempDir
    private Path folder;

    @Test
    void twoBuildsHaveOneHash() throws Exception {
        Map<String, String> first = built(folder.resolve("one"));
        Map<String, String> second = built(folder.resolve("another/place"));
        assertThat(first).containsKey("quarkus-app/quarkus-run.jar").anySatisfy((file, hash) -> assertThat(file)
                .endsWith("-guard.jar"));
        assertThat(first.remove(GENERATED)).isNotNull();
        assertThat(second.remove(GENERATED)).isNotNull();
        assertThat(second).isEqualTo(first);
    }

    private static Map<String, String> built(Path place) throws Exception {
        for (String source : SOURCES) {
            copy(Path.of(source), place.resolve(source));
        }
        Path log = place.resolve("build.log");
        Process build = new ProcessBuilder("./mvnw", "-B", "-ntp", "-Dmaven.test.skip=true", "-Darchive.skip=true",
                "package")
                .directory(place.toFile()).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertThat(build.waitFor()).as(Files.readString(log)).isZero();
        Map<String, String> hashes = new TreeMap<>();
        Path target = place.resolve("target");
        try (Stream<Path> files = Files.walk(target.resolve("quarkus-app"));
                Stream<Path> jars = Files.list(target)) {
            for (Path file : Stream.concat(files, jars.filter(jar -> jar.toString().endsWith(".jar")))
                    .filter(Files::isRegularFile).toList()) {
                hashes.put(target.relativize(file).toString(), HexFormat.of().formatHex(
                        MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file))));
            }
        }
        return hashes;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, copy);
                } else if (!Files.exists(copy)) {
                    Files.createDirectory(copy);
                }
            }
        }
    }
}
