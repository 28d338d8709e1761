package dev.sluice.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole command, with a real child process and a real broker in it, and a Sluice that only answers. */
class DemoTest {

    @TempDir
    Path home;

    @BeforeEach
    void makeAHome() throws IOException {
        Files.createDirectories(home.resolve("routes"));
        Files.createDirectories(home.resolve("config/providers"));
        Files.writeString(home.resolve("config/application.properties"), "real=account\n");
        Path jar = home.resolve("target/quarkus-app/quarkus-run.jar");
        Files.createDirectories(jar.getParent());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, FakeSluice.class.getName());
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH,
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .map(entry -> Path.of(entry).toUri().toString()).collect(Collectors.joining(" ")));
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    }

    @Test
    void everyRequestIsShownUntilItsEndAndTheDoublesAreAsked() throws IOException {
        Ran ran = demo();

        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out())
                .containsPattern("demo-buy +ACCEPTED +sequence 1, reference REF-demo-buy")
                .containsPattern("demo-buy +COMPLETED \\(replayed\\)")
                .containsPattern("demo-lost +UNKNOWN").containsPattern("demo-lost +COMPLETED")
                .containsPattern("demo-invalid +REJECTED +sequence 0.* VALIDATION: order.currency")
                .contains("11 requests in ").contains("8 COMPLETED, 1 COMPLETED (replayed), 1 FAILED, 1 REJECTED")
                .contains("created at the providers: 7, doubled: 0").contains("Everything is as expected")
                .doesNotContain("\033");
        assertThat(ran.out().indexOf("demo-verify")).isGreaterThan(ran.out().lastIndexOf("demo-otp  "));
        assertThat(workingFolder()).isNotEqualTo(home).doesNotExist();
    }

    @Test
    void theOperatorsOwnSettingsDoNotReachIt() throws IOException {
        demo();

        assertThat(Files.readString(home.resolve("target/demo.log"))).contains("sandbox true, account null, null");
    }

    @Test
    void aDoubledEffectIsToldAndTheDemoFails() throws IOException {
        Files.writeString(home.resolve("routes/behaviour.yaml"), "doubled");

        Ran ran = demo();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).contains("doubled: 1");
        assertThat(ran.err()).contains("not as expected: sent twice").contains("demo-lost");
    }

    @Test
    void aSluiceThatEndsAtOnceIsShownWithItsLog() throws IOException {
        Files.writeString(home.resolve("routes/behaviour.yaml"), "die");

        Ran ran = demo();

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("ended before it was ready").contains("routing.yaml, line 3: no such provider");
        assertThat(workingFolder()).isNotEqualTo(home).doesNotExist();
    }

    private Ran demo() {
        return Ran.run(home, Map.of("SLUICE_TEST_ACCOUNT", "real"), "", "demo");
    }

    /** The temporary folder that it ran in, as its log tells. */
    private Path workingFolder() throws IOException {
        return Path.of(Files.readAllLines(home.resolve("target/demo.log")).get(0).substring("in ".length()));
    }
}
