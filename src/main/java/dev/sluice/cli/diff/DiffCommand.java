package dev.sluice.cli.diff;

import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.start.KeptPlan;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice diff}: what would change for orders if these files were started. */
@Command(name = "diff")
public final class DiffCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;
    private static final int NOT_COMPARED = 3;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "FOLDER", arity = "0..1")
    private @Nullable String folder;
    @Option(names = "--against", paramLabel = "FOLDER")
    private @Nullable String against;
    @Option(names = "--json")
    private boolean json;

    public DiffCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** As diff(1) has it: 0 alike, 1 other; 3 where not all could be compared. */
    @Override
    public Integer call() {
        try {
            Path here = folder == null ? surroundings.home() : given(folder);
            Path before = against == null ? kept() : given(against);
            ComparedSettings settings = new ComparedSettings(against != null);
            Sentences sentences = new Sentences();
            WrittenFiles old = new WrittenFiles(before, surroundings, settings);
            WrittenFiles now = new WrittenFiles(here, surroundings, settings);
            List<Told> changes = now.since(old, sentences);
            String name = against != null ? before.toString() : "what runs, or ran last (plan " + KeptPlan.mark(before)
                    + ", kept in " + before + ")";
            DiffText text = new DiffText(surroundings.terminal());
            (json ? text.json(name, changes) : text.lines(name, changes)).forEach(surroundings.out()::println);
            List<String> unread = Stream.concat(old.unread().stream(), now.unread().stream()).toList();
            unread.forEach(mistake -> surroundings.err().println(Shown.line("not compared: " + mistake)));
            return !unread.isEmpty() ? NOT_COMPARED : changes.isEmpty() ? 0 : DIFFERENT;
        } catch (IOException | UncheckedIOException e) {
            throw Problem.of(NOT_COMPARED, "the files cannot be read: " + e.getMessage());
        }
    }

    private Path given(String name) {
        Path path = surroundings.caller().resolve(name).toAbsolutePath().normalize();
        if (!Files.isDirectory(path.resolve("config/providers"))) {
            throw Problem.usage("there is no config/providers in " + path + "; name a folder that holds config/ and"
                    + " routes/.");
        }
        return path;
    }

    private Path kept() throws IOException {
        Path data = surroundings.home().resolve(StartSettings.of(surroundings.home(), surroundings)
                .getOptionalValue("sluice.data", String.class).orElse("data"));
        Path kept = KeptPlan.in(data);
        if (!Files.isDirectory(kept.resolve("config/providers"))) {
            throw Problem.of(NOT_COMPARED, "there is no copy of what runs in " + kept
                    + ": a start keeps one where it has its"
                    + " data folder. Run this where Sluice runs, and set SLUICE_DATA as it has it, or name a folder"
                    + " with --against.");
        }
        return kept;
    }
}
