package dev.sluice.cli.archive;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.scratch.ScratchSluice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code sluice archive}: starts a Sluice once, and keeps the classes that it loads for the starts to come. */
@Command(name = "archive")
public final class ArchiveCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    public ArchiveCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        ClassArchive archive = ClassArchive.of(surroundings.program());
        Files.deleteIfExists(archive.options());
        Files.deleteIfExists(archive.file());
        Path log = surroundings.program().resolveSibling("archive.log");
        long began = System.nanoTime();
        ScratchSluice sluice = ScratchSluice.start(surroundings, archive.writing(), log);
        try (sluice) {
            sluice.awaitReady(waited -> {});
        }
        if (!Files.exists(archive.file())) {
            throw Problem.failed("the JVM did not write " + archive.file() + "; the end of " + sluice.lastWords());
        }
        archive.writeOptions();
        surroundings.out().println("Made " + archive.file() + ", " + (Files.size(archive.file()) >> 20) + " MiB, in "
                + Duration.ofNanos(System.nanoTime() - began).toSeconds() + " s.");
        return 0;
    }
}
