package dev.sluice.cli.check;

import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.start.Plan;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sluice check}: makes the plan as the start does, and starts nothing. */
@Command(name = "check")
public final class CheckCommand implements Callable<Integer> {

    private final Surroundings surroundings;

    @Parameters(paramLabel = "PATH", arity = "0..*")
    private List<String> paths = List.of();

    public CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        List<Path> chosen = paths.stream().map(path -> surroundings.caller().resolve(path).toAbsolutePath().normalize())
                .toList();
        for (Path path : chosen) {
            if (!Files.exists(path)) {
                throw Problem.failed("there is no " + path + "; name files or folders of config/ and routes/, or a"
                        + " folder that holds both.");
            }
        }
        List<Path> homes = chosen.stream().filter(path -> Files.isDirectory(path.resolve("config"))).toList();
        boolean parts = homes.size() < chosen.size();
        for (Path path : chosen) {
            if (!homes.contains(path) && (homes.isEmpty() ? List.of(surroundings.home()) : homes).stream()
                    .noneMatch(home -> path.startsWith(home.resolve("config"))
                            || path.startsWith(home.resolve("routes")))) {
                throw Problem.failed(path + " is in no config/ or routes/ that is checked; name the folder that"
                        + " holds both.");
            }
        }
        int found = 0;
        for (Path home : homes.isEmpty() ? List.of(surroundings.home()) : homes) {
            Mistakes mistakes = check(home);
            List<Mistake> told = mistakes.all().stream().filter(mistake -> !parts || isIn(chosen, mistake)).toList();
            told.forEach(mistake -> surroundings.out().println(Shown.line(mistake.told())));
            mistakes.notes().stream().filter(note -> !parts || isIn(chosen, note))
                    .forEach(note -> surroundings.out().println(Shown.line("note: " + note.told())));
            found += told.size();
        }
        surroundings.out().println(found == 0 ? "No mistakes." : found == 1 ? "1 mistake." : found + " mistakes.");
        return found == 0 ? 0 : Problem.FAILED;
    }

    private static boolean isIn(List<Path> chosen, Mistake mistake) {
        Path file = Path.of(mistake.file()).toAbsolutePath().normalize();
        return !mistake.file().isEmpty() && chosen.stream().anyMatch(file::startsWith);
    }

    private Mistakes check(Path home) throws IOException {
        Path shown = home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home;
        return Plan.checked(shown, StartSettings.of(home, surroundings), surroundings.environment());
    }
}
