package dev.sluice.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules as Prometheus evaluates them; of the profile {@code monitoring} alone, for it needs promtool. */
class AlertRules {

    @TempDir
    private Path folder;

    @Test
    void everyAlertFiresWhereItShouldAndNowhereElse() throws Exception {
        Files.writeString(folder.resolve("alerts.yaml"), asPrometheusReadsThem());
        Path tests = Path.of("src/test/resources/monitoring/alerts.test.yaml");
        Files.copy(tests, folder.resolve("alerts.test.yaml"));
        promtool("check", "rules", "alerts.yaml");
        promtool("test", "rules", "alerts.test.yaml");
    }

    /** What stands below {@code spec}. */
    private static String asPrometheusReadsThem() throws IOException {
        String alerts = Files.readString(MonitoringTest.FOLDER.resolve("alerts.yaml"));
        return alerts.substring(alerts.indexOf("\n  groups:") + 1);
    }

    private void promtool(String... arguments) throws Exception {
        String promtool = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(path -> Path.of(path, "promtool")).filter(Files::isExecutable).map(Path::toString).findFirst()
                .orElseThrow(
                        () -> new AssertionError("promtool is not on the PATH: install Debian's package prometheus,"
                                + " or run without -Pmonitoring"));
        Process process = new ProcessBuilder(
                Stream.concat(Stream.of(promtool), Arrays.stream(arguments)).toList()).directory(folder.toFile())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
