package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code sluice} in a folder with a blank in its name, beside a Maven that is not one. */
class LauncherScriptTest {

    private static final String BUILDS = "#!/bin/sh\necho '[INFO] --- compiler:3:compile (x) @ sluice ---'\n"
            + "mkdir -p target/quarkus-app && : >target/quarkus-app/quarkus-run.jar\n"
            + "printf '/m2/a b.jar:/m2/c.jar' >target/bench.classpath\n";
    private static final String JAVA = "#!/bin/sh\ncase \"$*\" in\n-version) echo 'openjdk version \"21.0.1\"' >&2 ;;\n"
            + "--list-modules) echo jdk.compiler@21 ;;\n*) echo \"in $(pwd): java $*\" ;;\nesac\n";

    @TempDir
    Path folder;

    private Path home;
    private Path jdk;

    @BeforeEach
    void makeAHome() throws IOException {
        home = Files.createDirectories(folder.resolve("a home"));
        jdk = folder.resolve("jdk");
        Files.createDirectories(home.resolve("src/main/resources/help"));
        Files.createDirectories(jdk.resolve("bin"));
        Path project = Path.of("").toAbsolutePath();
        Files.copy(project.resolve("sluice"), home.resolve("sluice"));
        Files.copy(project.resolve("pom.xml"), home.resolve("pom.xml"));
        for (String name : List.of("sluice", "send")) {
            String path = "src/main/resources/help/" + name + ".txt";
            Files.copy(project.resolve(path), home.resolve(path));
        }
        script(home.resolve("mvnw"), BUILDS);
        script(jdk.resolve("bin/java"), JAVA);
    }

    @Test
    void helpAndVersionNeedNeitherAJdkNorABuild() throws Exception {
        Map<String, String> noJava = Map.of("JAVA_HOME", "/nowhere");

        assertThat(sluice(noJava, "--help").out()).contains("./sluice demo");
        assertThat(sluice(noJava, "help", "send").out()).contains("--correlation-id");
        assertThat(sluice(noJava, "send", "--help").out()).contains("--correlation-id");
        assertThat(sluice(noJava, "--version").out()).matches("sluice \\d+\\.\\d+\\.\\d+\\S*\\R");
        assertThat(home.resolve("target")).doesNotExist();
    }

    @Test
    void anUnknownCommandIsOneLineThatHelps() throws Exception {
        Ran ran = sluice(Map.of(), "rsults");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.err().lines()).singleElement().asString().contains("\"rsults\"").contains("Did you mean"
                + " results?");
    }

    @Test
    void aMissingOrOldJdkIsOneLineThatHelps() throws Exception {
        assertThat(sluice(Map.of("JAVA_HOME", "/nowhere"), "run").err().lines()).singleElement().asString()
                .contains("JAVA_HOME is /nowhere").contains("17");

        script(jdk.resolve("bin/java"), "#!/bin/sh\necho 'java version \"1.8.0_402\"' >&2\n");
        Ran old = sluice(Map.of("JAVA_HOME", jdk.toString()), "run");
        assertThat(old.exitCode()).isEqualTo(1);
        assertThat(old.err().lines()).singleElement().asString().contains("is Java 1;").contains("17");
    }

    @Test
    void runBuildsOnceAndStartsTheJarInItsOwnFolderWithTheSettingsGiven() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());

        Ran first = sluice(environment, "run", "--sandbox", "-Dquarkus.http.port=8081", "-Da=b c");
        assertThat(first.out().strip()).isEqualTo("in " + home.toRealPath() + ": java -XX:+ExitOnOutOfMemoryError"
                + " -Dsluice.sandbox.enabled=true"
                + " -Dquarkus.http.port=8081 -Da=b c -jar target/quarkus-app/quarkus-run.jar");
        assertThat(first.err()).contains("Building Sluice").contains("Built in");
        assertThat(sluice(environment, "run").err()).isEmpty();

        Files.setLastModifiedTime(home.resolve("pom.xml"), java.nio.file.attribute.FileTime.from(
                java.time.Instant.now().plusSeconds(5)));
        assertThat(sluice(environment, "run").err()).contains("Building Sluice");
    }

    @Test
    void aFailedBuildShowsTheEndOfItsLogAndStartsNothing() throws Exception {
        script(home.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] the reason'\nexit 3\n");

        Ran ran = sluice(Map.of("JAVA_HOME", jdk.toString()), "run");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("[ERROR] the reason").contains("the build failed").contains("target/build.log");
    }

    @Test
    void aClientCommandKnowsWhereItWasGivenAndDoesNotReplaceARunningJar() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        sluice(environment, "run");
        Files.setLastModifiedTime(home.resolve("pom.xml"), java.nio.file.attribute.FileTime.from(
                java.time.Instant.now().plusSeconds(5)));

        Ran ran = sluice(environment, "send", "order 1.json", "--queue", "q");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out()).contains("-Dsluice.caller=" + folder.toRealPath())
                .endsWith("dev.sluice.cli.Launcher send order 1.json --queue q" + System.lineSeparator());
    }

    @Test
    void theBenchIsBuiltWhenItsOwnSourcesAreNewerAndRunsOnTheClassPathOfTheTests() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());

        Ran first = sluice(environment, "bench", "--latency", "0,50");
        assertThat(first.err()).contains("Building Sluice");
        assertThat(first.out()).startsWith("in " + home.toRealPath() + ": java -Xmx512m ")
                .endsWith(" -cp target/test-classes:target/classes:/m2/a b.jar:/m2/c.jar"
                        + " dev.sluice.bench.BenchCommand --latency 0,50" + System.lineSeparator());
        assertThat(sluice(environment, "bench").err()).isEmpty();

        Path source = Files.createDirectories(home.resolve("src/bench/java")).resolve("Bench.java");
        Files.createFile(source);
        Files.setLastModifiedTime(source, java.nio.file.attribute.FileTime.from(
                java.time.Instant.now().plusSeconds(5)));
        assertThat(sluice(environment, "run").err()).isEmpty();
        assertThat(sluice(environment, "bench").err()).contains("Building Sluice");
    }

    @Test
    void theArchiveOfTheJdkInUseIsTakenWhereThereIsOne() throws Exception {
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString());
        assertThat(sluice(environment, "run").out()).doesNotContain("classes-");
        Files.createFile(home.resolve("target/quarkus-app/classes-21.0.1.options"));
        Files.createFile(home.resolve("target/quarkus-app/classes-17.0.15.options"));

        for (String command : List.of("run", "check")) {
            assertThat(sluice(environment, command).out()).contains(" @target/quarkus-app/classes-21.0.1.options ");
        }
    }

    @Test
    void theImageHoldsWhatItsCommandsNeedAndBuildsNothing() throws Exception {
        Path image = Files.createDirectories(folder.resolve("image"));
        Path project = Path.of("").toAbsolutePath();
        for (String line : Files.readAllLines(project.resolve("src/main/docker/Dockerfile"))) {
            String[] words = line.split(" ");
            // What the build makes is not there yet; one jar stands for it.
            if (words[0].equals("COPY") && !words[1].startsWith("target/")) {
                Path from = project.resolve(words[1]);
                Path to = image.resolve(words[2]);
                copy(from, Files.isDirectory(from) ? to : to.resolve(from.getFileName()));
            }
        }
        Files.createDirectories(image.resolve("quarkus-app/app"));
        Files.createFile(image.resolve("quarkus-app/quarkus-run.jar"));
        Files.createFile(image.resolve("quarkus-app/app/sluice-1.2.3.jar"));
        script(jdk.resolve("bin/java"), JAVA.replace("echo jdk.compiler@21", ":"));
        Map<String, String> jre = Map.of("JAVA_HOME", jdk.toString());
        String sluice = image.resolve("sluice").toString();

        assertThat(start(jre, List.of(sluice, "orders", "find")).out())
                .startsWith("in " + image.toRealPath() + ": java ")
                .contains(" -cp quarkus-app/quarkus-run.jar ")
                .endsWith("dev.sluice.cli.Launcher orders find" + System.lineSeparator());
        assertThat(start(jre, List.of(sluice, "help", "dead")).out()).contains("./sluice dead list");
        assertThat(start(jre, List.of(sluice, "--version")).out().strip()).isEqualTo("sluice 1.2.3");
        for (String command : List.of("demo", "bench")) {
            assertThat(start(jre, List.of(sluice, command)).err().lines()).singleElement().asString()
                    .contains("sluice " + command + ":", "only the built program");
        }
        assertThat(image.resolve("target")).doesNotExist();
        assertThat(image.resolve("deploy/sluice.vex.json")).as("what doctor reads").isRegularFile();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(Files.isDirectory(file) ? target : target.getParent());
                if (!Files.isDirectory(file)) {
                    Files.copy(file, target);
                    Files.setPosixFilePermissions(target, Files.getPosixFilePermissions(file));
                }
            }
        }
    }

    @Test
    void aLinkToTheScriptFindsItsHome() throws Exception {
        Files.createSymbolicLink(folder.resolve("link"), Path.of("a home/sluice"));

        assertThat(start(Map.of(), List.of(folder.resolve("link").toString(), "--version")).out())
                .startsWith("sluice ");
    }

    private Ran sluice(Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("sluice").toString()));
        command.addAll(List.of(arguments));
        return start(environment, command);
    }

    private Ran start(Map<String, String> environment, List<String> command) throws Exception {
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }

    private static void script(Path path, String text) throws IOException {
        Files.writeString(path, text);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
