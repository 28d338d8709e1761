package dev.sluice.cli.tests;

import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.ConfigProblem;
import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice test}: runs the tests that lie beside the providers' routes. */
@Command(name = "test")
public final class TestCommand implements Callable<Integer> {

    enum Format {
        text, json
    }

    private final Surroundings surroundings;

    @Parameters(paramLabel = "PATH", arity = "0..*")
    private List<String> paths = List.of();
    @Option(names = "--format", paramLabel = "FORMAT", defaultValue = "text")
    private Format format;

    public TestCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() throws IOException, SQLException {
        List<Path> chosen = paths.stream().map(path -> surroundings.caller().resolve(path).toAbsolutePath().normalize())
                .toList();
        for (Path path : chosen) {
            if (!Files.exists(path)) {
                throw Problem.failed("there is no " + path + "; name test files, folders that hold them, or a folder"
                        + " that holds config/ and routes/.");
            }
        }
        List<Path> homes = chosen.stream().filter(path -> Files.isDirectory(path.resolve("config"))).toList();
        List<Path> parts = chosen.stream().filter(path -> !homes.contains(path)).toList();
        Report report = new Report();
        for (Path home : homes.isEmpty() ? List.of(surroundings.home()) : homes) {
            run(home, parts, report);
        }
        // A file that lies elsewhere, such as one that was just recorded, is of the providers here.
        List<Path> others = parts.stream().filter(part -> !report.knows(part)
                && part.getFileName().toString().endsWith(TestFile.SUFFIX)).toList();
        runFiles(shown(homes.isEmpty() ? surroundings.home() : homes.get(0)), others, report);
        for (Path part : parts) {
            if (!report.knows(part)) {
                throw Problem.failed("there is no test in " + part + "; a test file is routes/providers/<provider>"
                        + TestFile.SUFFIX + " of this folder.");
            }
        }
        if (report.isEmpty()) {
            throw Problem.failed("there is no test in "
                    + String.join(", ", (homes.isEmpty() ? List.of(surroundings.home()) : homes).stream()
                            .map(home -> home.resolve("routes").toString()).toList())
                    + "; a test file is routes/providers/<provider>" + TestFile.SUFFIX + ".");
        }
        surroundings.out().print(format == Format.json ? report.json() : report.text(surroundings.terminal()));
        return report.passed() ? 0 : Problem.FAILED;
    }

    private void run(Path home, List<Path> parts, Report report) throws IOException, SQLException {
        Path shown = shown(home);
        List<Path> all = under(shown.resolve("routes"), TestFile.SUFFIX);
        runFiles(shown, all.stream().filter(path -> parts.isEmpty()
                || parts.stream().anyMatch(path.toAbsolutePath().normalize()::startsWith)).toList(), report);
        if (parts.isEmpty()) {
            under(shown.resolve("config/providers"), ".yaml").stream()
                    .filter(provider -> all.stream().noneMatch(path -> path.getFileName().toString()
                            .equals(provider.getFileName().toString().replaceFirst("\\.yaml$", TestFile.SUFFIX))))
                    .forEach(provider -> report
                            .note(new Mistake(Rule.NO_TESTS, provider.toString(), 0, 0, "", "has no tests")));
        }
    }

    private void runFiles(Path home, List<Path> paths, Report report) throws IOException, SQLException {
        List<TestFile> files = new ArrayList<>();
        for (Path path : paths) {
            report.file(path);
            try {
                files.add(TestFile.read(home, path));
            } catch (ConfigProblem e) {
                e.mistakes().forEach(report::mistake);
            }
        }
        new Tests(surroundings, home).run(files).forEach(report::result);
    }

    private static Path shown(Path home) {
        return home.equals(Path.of("").toAbsolutePath()) ? Path.of("") : home;
    }

    private static List<Path> under(Path folder, String suffix) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(suffix)
                    && !folder.relativize(file).toString().matches("(.*/)?\\..*")).sorted().toList();
        }
    }
}
