package dev.sluice.process;

import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.archive.ClassArchive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** The packaged program as a process of its own, which can be ended as an operator, or a power cut, ends it. */
public final class SluiceProcess implements AutoCloseable {

    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private static final Duration LONGEST_START = Duration.ofMinutes(3);

    private final Process process;
    private final Path log;
    private final String http;
    private final long began = System.nanoTime();

    private SluiceProcess(Process process, Path log, String http) {
        this.process = process;
        this.log = log;
        this.http = http;
    }

    /**
     * Starts the program and returns at once.
     *
     * @param settings by their names in the environment; {@code QUARKUS_HTTP_PORT} among them
     */
    static SluiceProcess launch(Workplace place, Map<String, String> settings) throws IOException {
        return launch(place, settings, List.of());
    }

    /** The same with further arguments for its JVM. */
    static SluiceProcess launch(Workplace place, Map<String, String> settings, List<String> arguments)
            throws IOException {
        return launch(place, settings, arguments, List.of(), Workplace.jar());
    }

    /** @param under the program that it is started by, such as {@code env}, which becomes it */
    static SluiceProcess launch(Workplace place, Map<String, String> settings, List<String> arguments,
            List<String> under, Path jar) throws IOException {
        Path log = Files.createTempFile(place.folder(), "sluice-", ".log");
        List<String> command = new ArrayList<>(under);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m"));
        command.addAll(ClassArchive.of(jar.getParent()).reading());
        command.addAll(arguments);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(place.folder().toFile()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().keySet().removeIf(name -> name.matches("(SLUICE|QUARKUS|CAMEL|JAVA_TOOL|JDK_JAVA)_.*"));
        builder.environment().putAll(settings);
        return new SluiceProcess(builder.start(), log,
                settings.getOrDefault("QUARKUS_HTTP_HOST", "127.0.0.1") + ":" + settings.get("QUARKUS_HTTP_PORT"));
    }

    /** Starts the program and returns once it says that it is ready. */
    public static SluiceProcess start(Workplace place, Map<String, String> settings) throws IOException {
        SluiceProcess started = launch(place, settings);
        started.awaitReady();
        return started;
    }

    void awaitReady() {
        awaitReadyOrEnd();
        if (!process.isAlive()) {
            fail("Sluice ended with " + process.exitValue() + " and says:\n" + String.join("\n", output()));
        }
    }

    void awaitReadyOrEnd() {
        await().atMost(LONGEST_START).pollInterval(Duration.ofMillis(100)).until(() -> ready() || !process.isAlive());
    }

    boolean ready() {
        return status("/q/health/ready") == 200;
    }

    /** The status of what it answers there, 0 where it does not answer within half a minute. */
    int status(String path) {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create("http://" + http + path))
                    .timeout(LONGEST_ANSWER).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The bytes of its heap that are still in use after a collection. */
    long heap() throws IOException, InterruptedException {
        new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://" + http + "/q/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body().lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    /** The value of the first metric whose line begins so. */
    double metric(String beginning) throws IOException, InterruptedException {
        return metrics(beginning).findFirst().orElse(0);
    }

    /** Of all metrics whose lines begin so. */
    double sum(String beginning) throws IOException, InterruptedException {
        return metrics(beginning).sum();
    }

    private DoubleStream metrics(String beginning) throws IOException, InterruptedException {
        return HTTP.send(HttpRequest.newBuilder(URI.create("http://" + http + "/q/metrics")).build(),
                HttpResponse.BodyHandlers.ofString()).body().lines().filter(line -> line.startsWith(beginning))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)));
    }

    /** The bytes of memory that the system gave it. */
    long resident() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).sum();
    }

    /** Lines that it wrote and that hold the text. */
    List<String> said(String text) {
        return output().stream().filter(line -> line.contains(text)).toList();
    }

    /** One letter for each line in turn: w where it says that it waits, g where it says that it goes on. */
    String turns(String waits, String goesOn) {
        return output().stream().filter(line -> line.contains(waits) || line.contains(goesOn))
                .map(line -> line.contains(waits) ? "w" : "g").collect(Collectors.joining());
    }

    /** Since it was started: as many lines has what is said every ten seconds at most. */
    int tensOfSeconds() {
        return 1 + (int) (TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began) / 10);
    }

    long pid() {
        return process.pid();
    }

    int exitCode() {
        return process.exitValue();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** As kill -9 does it: no hook runs, nothing is flushed. Returns once the process is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** As SIGTERM does it. The exit code, or -1 where it is still running after the limit. */
    int terminate(Duration limit) throws InterruptedException {
        signal();
        return awaitEnd(limit);
    }

    /** Sends SIGTERM, and waits for nothing. */
    void signal() {
        process.destroy();
    }

    int awaitEnd(Duration limit) throws InterruptedException {
        return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS) ? process.exitValue() : -1;
    }

    /** Everything that it wrote, both streams, line by line. */
    List<String> output() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            return new ArrayList<>(List.of("(no output: " + e + ")"));
        }
    }

    @Override
    public void close() {
        kill();
    }
}
