package dev.sluice.cli.tests;

import dev.sluice.cli.Problem;
import dev.sluice.cli.StartSettings;
import dev.sluice.cli.Surroundings;
import dev.sluice.config.Mistake;
import dev.sluice.provider.Provider;
import dev.sluice.start.Plan;
import io.smallrye.config.common.MapBackedConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.impl.DefaultCamelContext;

/** Runs the tests of a folder's providers by the folder's own files and flows. */
final class Tests {

    private static final int OVER_ALL = 1000;

    private final Surroundings surroundings;
    private final Path home;

    /** @param home as it is shown in places */
    Tests(Surroundings surroundings, Path home) {
        this.surroundings = surroundings;
        this.home = home;
    }

    /**
     * One result for each test.
     *
     * @throws Problem where the folder has mistakes
     */
    List<TestResult> run(List<TestFile> files) throws IOException, SQLException {
        if (files.isEmpty()) {
            return List.of();
        }
        Map<String, String> settings = new HashMap<>();
        files.forEach(file -> settings.putAll(file.settings()));
        TestClock clock = new TestClock();
        String[] nonce = {""};
        Set<String> providers = files.stream().map(TestFile::provider).collect(Collectors.toSet());
        List<TestResult> results = new ArrayList<>();
        Plan plan = plan(settings);
        try (Protocol protocol = protocol(plan, providers, clock, () -> nonce[0])) {
            for (TestFile file : files) {
                nonce[0] = file.nonce();
                Provider provider = Objects.requireNonNull(plan.providers().get(file.provider()));
                for (int i = 0; i < file.tests().size(); i++) {
                    List<Mistake> differences = new TestRun(protocol, file, provider, clock, i).differences().stream()
                            .map(file::place).toList();
                    results.add(new TestResult(file.provider(), file.tests().path(i).path("name").asText(),
                            file.place("tests." + i + ".name"), differences));
                }
            }
        }
        return results;
    }

    /** @throws Problem where the folder has mistakes */
    static Protocol protocol(Plan plan, Set<String> providers, TestClock clock, Supplier<String> nonces)
            throws SQLException {
        DefaultCamelContext camel = plan.unstarted();
        if (!plan.mistakes().areNone()) {
            throw Problem.failed("there are mistakes, and nothing of this folder starts; ./sluice check tells all of"
                    + " them, the first is " + plan.mistakes().all().get(0));
        }
        return new Protocol(plan, camel, providers, clock, nonces);
    }

    /** Of the settings of this folder, and of no secret: each account has what the tests say. */
    Plan plan(Map<String, String> settings) throws IOException {
        Map<String, String> environment = new HashMap<>(surroundings.environment());
        environment.keySet().removeIf(name -> name.startsWith("SLUICE_"));
        Surroundings apart = new Surroundings(surroundings.home(), surroundings.caller(), environment,
                surroundings.in(), surroundings.out(), surroundings.err(), surroundings.terminal());
        return new Plan(home, StartSettings.of(home, apart, new MapBackedConfigSource("tests", settings, OVER_ALL) {
        }), environment);
    }
}
