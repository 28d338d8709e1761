package dev.sluice.cli.scratch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Problem;
import dev.sluice.cli.Surroundings;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A Sluice of the commands' own, with sandbox providers, in a scratch folder and on free ports of this machine. */
public final class ScratchSluice implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** It may write an archive when it ends. */
    private static final long END_SECONDS = 60;
    private static final long ASK_READY_MS = 120;
    private static final int HTTP_TIMEOUT_MS = 2_000;
    private static final int LOG_LINES = 25;
    // What the person has set for a real Sluice must not reach this one.
    private static final List<String> NOT_INHERITED = List.of("SLUICE_", "QUARKUS_", "CAMEL_", "SMALLRYE_");

    private final ScratchFolder folder;
    private final Process process;
    private final int httpPort;
    private final int brokerPort;
    private final Path log;

    private ScratchSluice(ScratchFolder folder, Process process, int httpPort, int brokerPort, Path log) {
        this.folder = folder;
        this.process = process;
        this.httpPort = httpPort;
        this.brokerPort = brokerPort;
        this.log = log;
    }

    /**
     * Returns at once. It ends with this process, however that ends.
     *
     * @param jvm what its JVM is told
     * @param log gets all it writes
     */
    public static ScratchSluice start(Surroundings surroundings, List<String> jvm, Path log) throws IOException {
        int http = freePort();
        int broker = freePort();
        Files.createDirectories(log.getParent());
        ScratchFolder folder = ScratchFolder.make(surroundings.home(),
                Map.of("quarkus.http.host", "127.0.0.1", "quarkus.http.port", Integer.toString(http),
                        "sluice.broker.port", Integer.toString(broker)));
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(jvm);
        command.addAll(List.of("-XX:+ExitOnOutOfMemoryError", "-jar",
                surroundings.program().resolve("quarkus-run.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.path().toFile())
                .redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(surroundings.environment());
        builder.environment().keySet().removeIf(name -> NOT_INHERITED.stream().anyMatch(name::startsWith));
        try {
            ScratchSluice started = new ScratchSluice(folder, builder.start(), http, broker, log);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            return started;
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** @param waiting told again and again how long it has been waited */
    public void awaitReady(Consumer<Duration> waiting) throws InterruptedException {
        long began = System.nanoTime();
        Duration waited = Duration.ZERO;
        while (!isReady()) {
            if (!runs() || waited.compareTo(START_LIMIT) > 0) {
                throw Problem.failed("Sluice " + (runs() ? "is not ready after " + START_LIMIT.toSeconds() + " s"
                        : "ended before it was ready") + "; the end of " + lastWords());
            }
            waiting.accept(waited);
            Thread.sleep(ASK_READY_MS);
            waited = Duration.ofNanos(System.nanoTime() - began);
        }
    }

    public boolean runs() {
        return process.isAlive();
    }

    public int httpPort() {
        return httpPort;
    }

    public int brokerPort() {
        return brokerPort;
    }

    private boolean isReady() {
        try {
            return get("/q/health/ready").getResponseCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** The doubles' own record of what took effect. */
    public JsonNode effects() throws IOException {
        return new ObjectMapper().readTree(get("/sandbox/effects").getInputStream());
    }

    /** Where its log is, and the end of it. */
    public String lastWords() {
        try (Stream<String> all = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> list = all.toList();
            return log + ":" + System.lineSeparator()
                    + String.join(System.lineSeparator(),
                            list.subList(Math.max(0, list.size() - LOG_LINES), list.size()));
        } catch (IOException | RuntimeException e) {
            return log + ", which cannot be read";
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
        folder.close();
    }

    private HttpURLConnection get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + httpPort + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection(java.net.Proxy.NO_PROXY);
        connection.setConnectTimeout(HTTP_TIMEOUT_MS);
        connection.setReadTimeout(HTTP_TIMEOUT_MS);
        return connection;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
