package dev.sluice.cli.check;

import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.cli.check.Finding.Level;
import dev.sluice.config.Mend;
import dev.sluice.config.Mistakes;
import dev.sluice.start.Plan;
import dev.sluice.text.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice check}: makes the plan as the start does, and starts nothing. */
@Command(name = "check")
public final class CheckCommand implements Callable<Integer> {

    private static final class Instead {

        @Option(names = "--rules")
        private boolean rules;

        @Option(names = "--explain", paramLabel = "RULE")
        private @Nullable String rule;
    }

    private final Surroundings surroundings;

    @ArgGroup
    private @Nullable Instead instead;

    @Option(names = "--format", paramLabel = "FORMAT", converter = Format.Named.class)
    private Format format = Format.TEXT;

    @Option(names = "--fix")
    private boolean fix;

    @Parameters(paramLabel = "PATH", arity = "0..*")
    private List<String> paths = List.of();

    public CheckCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException {
        if (instead != null) {
            RulesShown rules = new RulesShown(surroundings);
            if (instead.rules) {
                rules.list();
            } else {
                rules.explain(Objects.requireNonNull(instead.rule));
            }
            return 0;
        }
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
        List<Finding> found = new ArrayList<>();
        for (Path home : homes.isEmpty() ? List.of(surroundings.home()) : homes) {
            Mistakes mistakes = check(home);
            if (fix && mend(mistakes, parts ? chosen : List.of(home))) {
                mistakes = check(home);
            }
            Finding.all(mistakes).stream().filter(finding -> !parts || isIn(chosen, finding.mistake().file()))
                    .forEach(found::add);
        }
        format.report(surroundings).lines(found).forEach(surroundings.out()::println);
        return Finding.count(found, Level.MISTAKE) == 0 ? 0 : Problem.FAILED;
    }

    /** Whether anything was mended; what was is told beside what a program reads. */
    private boolean mend(Mistakes mistakes, List<Path> chosen) throws IOException {
        boolean any = false;
        for (Mend mend : mistakes.mends()) {
            if (isIn(chosen, mend.file().toString()) && mend.write()) {
                surroundings.err().println(Shown.line("mended " + mend));
                any = true;
            }
        }
        return any;
    }

    private static boolean isIn(List<Path> chosen, String file) {
        Path whole = Path.of(file).toAbsolutePath().normalize();
        return !file.isEmpty() && chosen.stream().anyMatch(whole::startsWith);
    }

    private Mistakes check(Path home) throws IOException {
        Path shown = home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home;
        return Plan.checkedToMend(shown, StartSettings.of(home, surroundings), surroundings.environment());
    }
}
