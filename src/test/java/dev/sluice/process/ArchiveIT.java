package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.archive.ClassArchive;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The archive of classes that the build made. */
@Execution(ExecutionMode.CONCURRENT)
class ArchiveIT {

    @TempDir
    private Path folder;

    @Test
    void theJvmTakesTheClassesFromItAndSaysNothing() throws Exception {
        List<String> archive = ClassArchive.of(Workplace.jar().getParent()).reading();
        assertThat(archive).hasSize(1);
        assertThat(check(archive, "-Xlog:class+load"))
                .anyMatch(line -> line.contains(" dev.sluice.start.Plan source: shared objects file"));
        assertThat(check(archive)).last().asString().isEqualTo("No mistakes.");
    }

    /** Another program beside it, as after an upgrade that left it where it was. */
    @Test
    void anArchiveThatDoesNotFitIsLeftOut() throws Exception {
        List<String> archive = ClassArchive.of(Workplace.jar().getParent()).reading();
        List<String> found = check(archive, "-cp", Path.of("target/classes").toAbsolutePath() + ":" + Workplace.jar());
        assertThat(found).last().asString().isEqualTo("No mistakes.");
        assertThat(found).noneMatch(line -> line.contains("[warning]"));
    }

    private List<String> check(List<String> archive, String... more) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(archive);
        command.addAll(List.of("-cp", Workplace.jar().toString()));
        command.addAll(List.of(more));
        command.addAll(List.of("dev.sluice.cli.Launcher", "check"));
        Process process = new ProcessBuilder(command)
                .directory(new Workplace(Files.createTempDirectory(folder, "place")).folder().toFile())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines().toList();
    }
}
