package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sums of a release, and their signature, as the page has them made and checked. */
class ChecksumsProof {

    private static final List<String> FILES = List.of("sluice-1.tar.gz", "sluice-1.cdx.json", "sluice-1-guard.jar");

    @TempDir
    private Path folder;

    @BeforeEach
    void make() throws IOException {
        for (String file : FILES) {
            Files.writeString(folder.resolve(file), file);
        }
    }

    @Test
    void whatWasSignedIsFoundGoodByTheCommandsOfThePage() throws Exception {
        sign("release.key");
        for (String command : commands("    openssl dgst", "    sha256sum -c")) {
            assertThat(run(command, Map.of())).as(command).isZero();
        }
        assertThat(Files.readString(folder.resolve("SHA256SUMS"))).contains(FILES).contains("sluice.vex.json");
    }

    @Test
    void whatWasChangedIsNot() throws Exception {
        sign("release.key");
        Files.writeString(folder.resolve(FILES.get(0)), "another");
        assertThat(run(commands("    sha256sum -c").get(0), Map.of())).isNotZero();
        assertThat(run("sha256sum " + FILES.get(0) + " >SHA256SUMS", Map.of())).isZero();
        assertThat(run(commands("    openssl dgst").get(0), Map.of())).isNotZero();
    }

    @Test
    void anotherKeyIsNotTheOneThatWasGivenAway() throws Exception {
        key("another.key");
        sign("release.key");
        assertThat(run("RELEASE_KEY=\"$PWD/another.key\" " + script(), Map.of())).isZero();
        assertThat(run(commands("    openssl dgst").get(0), Map.of())).isNotZero();
    }

    @Test
    void withoutAKeyThereAreSumsAndNoSignatureOfBefore() throws Exception {
        sign("release.key");
        assertThat(run(script(), Map.of())).isZero();
        assertThat(folder.resolve("SHA256SUMS")).exists();
        assertThat(folder.resolve("SHA256SUMS.sig")).doesNotExist();
    }

    @Test
    void nothingIsSummedWhereAFileIsWanting() throws Exception {
        Files.delete(folder.resolve(FILES.get(1)));
        assertThat(run(script(), Map.of())).isNotZero();
        assertThat(folder.resolve("SHA256SUMS")).doesNotExist();
    }

    @Test
    void nothingIsSummedWhereAnotherVersionLies() throws Exception {
        for (String file : FILES) {
            Path other = folder.resolve(file.replace("-1", "-0"));
            Files.writeString(other, "of before");
            assertThat(run(script(), Map.of())).as(file).isNotZero();
            assertThat(folder.resolve("SHA256SUMS")).doesNotExist();
            Files.delete(other);
        }
    }

    @Test
    void aKeyThatIsMissingOrIsNoneLeavesNoSignature() throws Exception {
        Files.writeString(folder.resolve("no.key"), "no key");
        for (String key : List.of("nowhere.key", "no.key")) {
            assertThat(run(script(), Map.of("RELEASE_KEY", folder.resolve(key).toString()))).as(key).isNotZero();
            assertThat(folder.resolve("SHA256SUMS.sig")).doesNotExist();
        }
    }

    private void sign(String key) throws Exception {
        key(key);
        assertThat(run(commands("    openssl ec -in").get(0), Map.of())).isZero();
        assertThat(run(script(), Map.of("RELEASE_KEY", folder.resolve(key).toString()))).isZero();
    }

    private void key(String name) throws Exception {
        assertThat(run(commands("    openssl ecparam").get(0).replace("release.key", name), Map.of())).isZero();
    }

    private String script() {
        return Path.of("src/build/checksums.sh").toAbsolutePath() + " " + folder;
    }

    /** Those of the page that begin so, in their order. */
    private static List<String> commands(String... beginnings) throws IOException {
        List<String> found = Files.readAllLines(Path.of("docs/deploy.md")).stream()
                .filter(line -> List.of(beginnings).stream().anyMatch(line::startsWith)).map(String::strip).toList();
        assertThat(found).hasSize(beginnings.length);
        return found;
    }

    private int run(String command, Map<String, String> more) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(more);
        return builder.start().waitFor();
    }
}
