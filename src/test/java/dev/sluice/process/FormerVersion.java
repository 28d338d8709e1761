package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The version that a rolling update comes from, built from its commit; a commit, for nothing was released yet. */
final class FormerVersion {

    private static final String COMMIT = "fe31e209";

    private FormerVersion() {
    }

    /** @return the repository with what was built; where {@code -Dsluice.former} names one, that */
    static Path in(Path folder) throws IOException, InterruptedException {
        String given = System.getProperty("sluice.former");
        if (given != null) {
            return Path.of(given);
        }
        Files.createDirectories(folder);
        run(Path.of(System.getProperty("basedir", "")).toAbsolutePath(), folder.resolve("log"),
                "git archive " + COMMIT + " | tar -x -C " + folder);
        run(folder, folder.resolve("log"),
                "./mvnw -B -ntp -q -Dmaven.test.skip=true -Darchive.skip=true package");
        return folder;
    }

    private static void run(Path place, Path log, String line) throws IOException, InterruptedException {
        int code = new ProcessBuilder("bash", "-o", "pipefail", "-c", line).directory(place.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        assertThat(code).as("the version before, of commit " + COMMIT + ": " + line + "\n" + Files.readString(log))
                .isZero();
    }
}
