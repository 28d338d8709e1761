package dev.sluice.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Ran;
import dev.sluice.pages.Page;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a section of a page tells, typed into a shell in a clone that was built, word for word but for what was made up.
 */
final class Story implements AutoCloseable {

    private static final Path REPOSITORY = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Duration LONGEST = Duration.ofMinutes(5);
    /** What is another each time: words that the page cuts, moments, lengths of time, counts, ids. */
    private static final Pattern VARIES = Pattern.compile("\\w+…\\w*|\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"
            + "|\\b\\d+ (?:s|min|h|d)\\b|(?<= )\\d+(?= )|\\b(?=[0-9a-f]*\\d)[0-9a-f]{8}(?:[0-9a-f]{4})?\\b|…|\\s+");

    private final Page section;
    private final Path clone;
    private final Map<String, String> environment = new TreeMap<>();
    private final Map<String, String> madeUp = new TreeMap<>();
    private final int http;
    private Process running;

    Story(Path folder, Page section) throws IOException {
        this.section = section;
        List<Integer> ports = Workplace.freePorts(2);
        http = ports.get(0);
        environment.putAll(new Settings().http(http).embedded(ports.get(1)).environment());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        clone = new Workplace(Files.createDirectories(folder.resolve("clone"))).folder();
        Files.copy(REPOSITORY.resolve("sluice"), clone.resolve("sluice"), StandardCopyOption.COPY_ATTRIBUTES);
        // Older than what was built of it, so that nothing is built.
        old(Files.copy(REPOSITORY.resolve("pom.xml"), clone.resolve("pom.xml")));
        old(Files.createDirectories(clone.resolve("src/main")));
        Files.createSymbolicLink(Files.createDirectories(clone.resolve("target")).resolve("quarkus-app"),
                REPOSITORY.resolve("target/quarkus-app"));
    }

    private static void old(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    }

    static Page page(String file) {
        return Page.at(REPOSITORY, Path.of(file));
    }

    /** From now on what the page calls by one name is called by another. */
    void call(String name, String really) {
        madeUp.put(name, really);
    }

    /** The blocks of the section, as they are typed. */
    String typed(int block) {
        String typed = section.typed().get(block);
        for (Map.Entry<String, String> name : madeUp.entrySet()) {
            typed = typed.replace(name.getKey(), name.getValue());
        }
        return typed;
    }

    /** Types a block that starts Sluice, and waits until that is ready. */
    void start(String text) throws IOException {
        running = shell(text).redirectErrorStream(true).redirectOutput(clone.resolve("run.log").toFile()).start();
        await().atMost(LONGEST).until(() -> ready() || !running.isAlive());
        assertThat(running.isAlive()).as(Files.readString(clone.resolve("run.log"))).isTrue();
    }

    Ran type(String text) throws IOException, InterruptedException {
        Path err = Files.createTempFile(clone, "err", "");
        Process process = shell(text).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), out, Files.readString(err));
    }

    /** Types it until it shows what the page shows, for the page does not say how long that takes. */
    String shows(String text, String shown) {
        String[] out = new String[1];
        await().atMost(LONGEST).untilAsserted(() -> {
            Ran ran = type(text);
            out[0] = ran.out();
            assertThat(ran.exitCode()).as(ran.err()).isZero();
            assertThat(ran.out()).containsPattern(pattern(shown));
        });
        return out[0];
    }

    /** The lines of it one after the other, others between them. */
    static Pattern pattern(String shown) {
        return Pattern.compile(shown.lines().filter(line -> !line.isBlank()).map(String::strip).map(Story::line)
                .collect(Collectors.joining("(?s:.*)")));
    }

    private static String line(String shown) {
        StringBuilder line = new StringBuilder();
        int end = 0;
        for (MatchResult varies : VARIES.matcher(shown).results().toList()) {
            line.append(Pattern.quote(shown.substring(end, varies.start())));
            line.append(varies.group().isBlank() ? "\\s+" : varies.group().equals("…") ? ".*"
                    : varies.group().matches("\\d+ .*") ? "\\d+ \\w+"
                            : varies.group().matches("\\d+") ? "\\d+" : "\\S+");
            end = varies.end();
        }
        return line.append(Pattern.quote(shown.substring(end))).toString();
    }

    private ProcessBuilder shell(String text) {
        ProcessBuilder shell = new ProcessBuilder("sh", "-ec", text).directory(clone.toFile());
        shell.environment().keySet().removeIf(name -> name.matches("(SLUICE|QUARKUS|CAMEL|JAVA)_.*"));
        shell.environment().putAll(environment);
        return shell;
    }

    private boolean ready() {
        try {
            HttpURLConnection health = (HttpURLConnection) URI.create("http://127.0.0.1:" + http + "/q/health/ready")
                    .toURL()
                    .openConnection();
            health.setReadTimeout(5_000);
            return health.getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(clone.resolve("target/quarkus-app"));
        if (running != null) {
            Set<ProcessHandle> started = Stream.concat(running.descendants(), Stream.of(running.toHandle()))
                    .collect(Collectors.toSet());
            started.forEach(ProcessHandle::destroyForcibly);
            started.forEach(process -> process.onExit().join());
        }
    }
}
