package dev.sluice.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Libraries;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.Terminal;
import dev.sluice.cli.RunningSluice;
import dev.sluice.config.DataFolder;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told of a machine and of libraries that the test makes up. */
class MachineAndHolesTest {

    @TempDir
    private Path home;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({"500, 1000, ok", "801, 1000, warn", "1000, 1000, wrong"})
    void besideTheHeapThereMustBeRoom(long heap, long limit, String standing) {
        new MachineChecks(home, config(Map.of()), new RunningSluice(config(Map.of())), diagnosis())
                .memory(OptionalLong.of(heap << 20), OptionalLong.of(limit << 20));

        assertThat(told()).startsWith(standing + " ").contains(heap + " MiB of the container's " + limit);
    }

    @Test
    void theHeapIsThatOfItsLargestPart() {
        assertThat(MachineChecks.heap("jvm_memory_max_bytes{area=\"heap\",id=\"Eden\"} -1.0\n"
                + "jvm_memory_max_bytes{area=\"heap\",id=\"Old\"} 5.24288E8\n"
                + "jvm_memory_max_bytes{area=\"nonheap\",id=\"Code\"} 9.0E9\n")).hasValue(524_288_000);
    }

    @ParameterizedTest
    @CsvSource({"1K, ok", "900T, wrong"})
    void theDiskMustHaveMoreThanTheBrokerLeavesFree(String least, String standing) throws IOException {
        Files.createDirectories(home.resolve("data"));
        Config config = config(Map.of("sluice.broker.disk-free", least, "quarkus.http.port", "1"));

        new MachineChecks(home, config, new RunningSluice(config), diagnosis()).look();

        assertThat(told().lines()).anyMatch(line -> line.matches(standing + " +disk +\\d+ MiB are free for .*"));
    }

    @Test
    void aDataFolderThatIsOpenToOthersIsWarnedOf() throws Exception {
        DataFolder.of(home.resolve("data")).close();
        Files.setPosixFilePermissions(home.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Config config = config(Map.of("quarkus.http.port", "1"));

        new MachineChecks(home, config, new RunningSluice(config), diagnosis()).look();

        assertThat(told().lines()).anyMatch(line -> line.matches("warn +data +.*: chmod 700 .*data"));
    }

    @ParameterizedTest
    @CsvSource({"not_affected, 1.0, ok, 1 are known", "exploitable, 1.0, wrong, CVE-1 of some-lib can be used",
            "exploitable, 2.0, warn, is about other versions than some-lib 2.0"})
    void aHoleIsToldByWhatTheListSaysOfTheVersionThatIsThere(String state, String version, String standing,
            String words) throws IOException {
        Files.writeString(Files.createDirectories(home.resolve("deploy")).resolve("sluice.vex.json"), """
                {"vulnerabilities": [{"id": "CVE-1", "analysis": {"state": "%s"},
                  "affects": [{"ref": "pkg:maven/org.some/some-lib@1.0"}]}]}""".formatted(state));

        new KnownHoles(home, new Libraries(Map.of("org.some.some-lib", version)), diagnosis()).look();

        assertThat(told()).startsWith(standing + " ").contains(words);
    }

    private static Config config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder().withDefaultValues(settings).build();
    }

    private Diagnosis diagnosis() {
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        return new Diagnosis(new Surroundings(home, home, Map.of(), new ByteArrayInputStream(new byte[0]), stream,
                stream, Terminal.plain(true)));
    }

    private String told() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
