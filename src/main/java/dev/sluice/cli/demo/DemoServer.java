package dev.sluice.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The Sluice that the demo starts: a child process, ended by {@link #close} however the demo ends. */
final class DemoServer implements AutoCloseable {

    private static final long END_SECONDS = 10;
    private static final int HTTP_TIMEOUT_MS = 2_000;
    // What the person has set for a real Sluice must not reach the demo's.
    private static final List<String> NOT_INHERITED = List.of("SLUICE_", "QUARKUS_", "CAMEL_", "SMALLRYE_");

    private final Process process;
    private final int httpPort;
    private final Path log;

    private DemoServer(Process process, int httpPort, Path log) {
        this.process = process;
        this.httpPort = httpPort;
        this.log = log;
    }

    /**
     * @param command     the program and its arguments
     * @param folder      its working directory
     * @param environment inherited but for what configures a Sluice
     * @param httpPort    where it will answer
     * @param log         gets all it writes
     */
    static DemoServer start(List<String> command, Path folder, Map<String, String> environment, int httpPort, Path log)
            throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().keySet().removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
        return new DemoServer(builder.start(), httpPort, log);
    }

    static List<String> command(Path home) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError", "-jar",
                home.resolve("target/quarkus-app/quarkus-run.jar").toString());
    }

    boolean runs() {
        return process.isAlive();
    }

    /** Whether it says that it can work. */
    boolean isReady() {
        try {
            return get("/q/health/ready").getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The doubles' own record of what took effect. */
    JsonNode effects() throws IOException {
        return new ObjectMapper().readTree(get("/sandbox/effects").getInputStream());
    }

    /** The end of its log. */
    String lastWords(int lines) {
        try (Stream<String> all = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> list = all.toList();
            return String.join(System.lineSeparator(), list.subList(Math.max(0, list.size() - lines), list.size()));
        } catch (IOException | RuntimeException e) {
            return "(its log " + log + " cannot be read)";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private HttpURLConnection get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout(HTTP_TIMEOUT_MS);
        connection.setReadTimeout(HTTP_TIMEOUT_MS);
        return connection;
    }
}
