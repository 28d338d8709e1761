package dev.sluice.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import dev.sluice.given.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of every page can be given as it stands there, and names what there is. */
@Beside
class CommandsTest {

    private static final Path HELP = Path.of("src/main/resources/help");
    private static final String NO_TEST = "None";

    @TempDir
    private Path folder;

    static List<Page> pages() {
        return Page.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandCanBeGiven(Page page) throws Exception {
        int number = 0;
        for (String typed : page.typed()) {
            Typist typist = new Typist(folder.resolve("block-" + number++));
            Ran ran = typist.type(typed);
            assertThat(ran.exitCode()).as(typed + ran.out() + ran.err()).isZero();
            for (List<String> call : typist.calls()) {
                called(typist, call);
            }
            assertThat(typist.variables()).allSatisfy(variable -> assertThat(variable.startsWith("SLUICE_")
                    ? SettingNames.isVariable(variable) : variable.equals("JAVA_OPTS")).as(variable).isTrue());
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyCommandWithinALineIsOneThatThereIs(Page page) throws IOException {
        String help = Page.at(HELP.resolve("sluice.txt")).text();
        for (String code : page.inline()) {
            List<String> words = List.of(code.split("[ ,]+"));
            if (code.startsWith("./sluice ")) {
                assertThat(help).as(code).contains("./sluice " + words.get(1));
                String own = Page.at(HELP.resolve(words.get(1) + ".txt")).text();
                assertThat(words).filteredOn(word -> word.startsWith("--"))
                        .allSatisfy(option -> assertThat(own).contains(option));
            } else if (code.startsWith("./mvnw ")) {
                maven(words.subList(1, words.size()));
            } else if (code.startsWith("python3 ")) {
                assertThat(Path.of(words.get(1))).exists();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyVariableThatIsNamedIsASetting(Page page) throws IOException {
        // What ends with a line below is the beginning of several, or goes on with a place to be filled.
        for (MatchResult variable : Page.matches("SLUICE_[A-Z0-9_]*[A-Z0-9](?![A-Z0-9_<])", page.text())) {
            assertThat(SettingNames.isVariable(variable.group())).as(variable.group()).isTrue();
        }
    }

    @Test
    void theTestCommandIsTheOneThatBuildMachinesRun() {
        assertThat(Page.at(Path.of("README.md")).typed()).anyMatch(typed -> typed.contains("./mvnw verify\n"));
        assertThat(Page.at(Path.of(".ci/run")).text()).containsPattern("(?m)^\\./mvnw .*\\bverify$");
    }

    private static void called(Typist typist, List<String> call) throws IOException {
        List<String> arguments = call.subList(1, call.size());
        switch (call.get(0)) {
            case "sluice" -> launcher(typist, arguments);
            case "mvnw" -> maven(arguments);
            case "docker" -> assertThat(Path.of(arguments.get(arguments.indexOf("-f") + 1))).exists();
            case "kubectl" -> kubectl(typist, arguments);
            case "install" -> assertThat(arguments).filteredOn(word -> word.startsWith("deploy/"))
                    .allSatisfy(file -> assertThat(Path.of(file)).exists());
            case "systemctl" -> assertThat(arguments.get(0)).isIn("daemon-reload", "enable", "restart");
            case "systemd-sysusers" -> assertThat(arguments).isEmpty();
            case "sha256sum" -> assertThat(arguments).isNotEmpty();
            // ChecksumsProof runs it.
            case "checksums.sh" -> assertThat(arguments).isEmpty();
            default -> throw new AssertionError("nobody knows " + call);
        }
    }

    private static void launcher(Typist typist, List<String> arguments) throws IOException {
        switch (arguments.get(0)) {
            // They take as long as they take; PagesIT runs both.
            case "demo" -> assertThat(arguments).hasSize(1);
            case "run" ->
                assertThat(arguments.subList(1, arguments.size())).allMatch(option -> option.equals("--sandbox"));
            // It takes an hour; BenchCommandTest has its options.
            case "bench" -> assertThat(arguments).filteredOn(word -> word.startsWith("--"))
                    .allSatisfy(option -> assertThat(Page.at(HELP.resolve("bench.txt")).text()).contains(option));
            default -> {
                Ran ran = typist.launcher(arguments);
                assertThat(ran.exitCode()).as(arguments + ": " + ran.err()).isNotEqualTo(2);
            }
        }
    }

    private static void maven(List<String> arguments) throws IOException {
        for (String argument : arguments) {
            if (argument.startsWith("-P")) {
                assertThat(Page.at(Path.of("pom.xml")).text()).contains("<id>" + argument.substring(2) + "</id>");
            } else if (argument.matches("-D(?:it\\.)?test=.*")) {
                String[] test = argument.substring(argument.indexOf('=') + 1).replace("'", "").split("#");
                boolean known = Page.tests().stream().anyMatch(file -> file.endsWith(test[0] + ".java")
                        && (test.length == 1 || Page.at(file).text().contains("void " + test[1] + "(")));
                assertThat(known || test[0].equals(NO_TEST)).as(argument).isTrue();
            } else if (argument.startsWith("-Dsluice.")) {
                String name = argument.substring(2, argument.indexOf('='));
                assertThat(Page.tests()).as(name).anyMatch(file -> Page.at(file).text().contains('"' + name + '"'));
            } else {
                assertThat(argument).isIn("verify", "test", "package", "formatter:format", "-DskipTests",
                        "-Dsurefire.failIfNoSpecifiedTests=false");
            }
        }
    }

    private static void kubectl(Typist typist, List<String> arguments) throws IOException {
        int namespace = arguments.indexOf("-n");
        if (namespace >= 0) {
            assertThat(manifests()).anyMatch(manifest -> manifest.contains("kind: Namespace\n")
                    && manifest.contains("  name: " + arguments.get(namespace + 1) + "\n"));
        }
        if (arguments.contains("exec")) {
            int command = arguments.indexOf("--") + 1;
            assertThat(arguments.get(command)).isEqualTo("./sluice");
            launcher(typist, arguments.subList(command + 1, arguments.size()));
        } else if (arguments.contains("create")) {
            String secret = arguments.get(arguments.indexOf("generic") + 1);
            assertThat(manifests()).anyMatch(manifest -> manifest.contains(secret));
        } else if (arguments.contains("rollout")) {
            assertThat(arguments.get(arguments.indexOf("rollout") + 1)).isIn("status", "undo");
            String[] workload = arguments.get(arguments.size() - 1).split("/", -1);
            assertThat(manifests()).anyMatch(manifest -> manifest.toLowerCase(Locale.ROOT)
                    .contains("kind: " + workload[0] + "\nmetadata:\n  name: " + workload[1] + "\n"));
        } else if (arguments.contains("delete")) {
            assertThat(arguments.subList(arguments.size() - 2, arguments.size())).containsExactly("pod", "sluice-0");
        } else {
            assertThat(arguments.get(0)).isIn("kustomize", "apply");
            assertThat(Path.of(arguments.get(arguments.size() - 1), "kustomization.yaml")).exists();
        }
    }

    private static List<String> manifests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("k8s"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).map(file -> Page.at(file).text()).toList();
        }
    }
}
