package dev.sluice.bench.site;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A JVM of the bench's: its log, its CPU time, its memory. It ends with the bench. */
public final class Child implements AutoCloseable {

    private static final List<String> NOT_INHERITED = List.of("SLUICE_", "QUARKUS_", "CAMEL_", "SMALLRYE_", "BENCH_",
            "JAVA_TOOL_", "JDK_JAVA_");
    private static final List<String> QUIET = Runtime.version().feature() < 24 ? List.of()
            : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final int LAST_LINES = 20;
    private static final long END_SECONDS = 20;

    private final String name;
    private final Process process;
    private final Path log;
    private final CompletableFuture<String> awaited = new CompletableFuture<>();

    private Child(String name, Process process, Path log, String line) {
        this.name = name;
        this.process = process;
        this.log = log;
        Thread reader = new Thread(() -> read(line), "output of " + name);
        reader.setDaemon(true);
        reader.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** One that runs a main class of the bench's own class path. */
    static Child program(String name, Path folder, String heap, Class<?> main, List<String> arguments,
            Map<String, String> environment, String line) throws IOException {
        List<String> command = new ArrayList<>(QUIET);
        command.addAll(List.of(heap, "-Djava.util.logging.manager=org.jboss.logmanager.LogManager", "-cp",
                classPath(), main.getName()));
        command.addAll(arguments);
        return start(name, folder, command, environment, line);
    }

    /**
     * @param folder    where it runs
     * @param arguments of {@code java}
     * @param line      the beginning of the line of its output that is waited for
     */
    static Child start(String name, Path folder, List<String> arguments, Map<String, String> environment, String line)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        Files.createDirectories(folder);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(key -> NOT_INHERITED.stream().anyMatch(key::startsWith));
        builder.environment().putAll(environment);
        return new Child(name, builder.start(), folder.resolve(name + ".log"), line);
    }

    /** This process's, for one that runs in another folder. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void read(String line) {
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
                BufferedWriter kept = Files.newBufferedWriter(log)) {
            for (String said = out.readLine(); said != null; said = out.readLine()) {
                if (said.startsWith(line)) {
                    awaited.complete(said);
                }
                kept.write(said);
                kept.newLine();
                kept.flush();
            }
        } catch (IOException e) {
            // It was ended; what it said before is in its log.
        }
        awaited.completeExceptionally(new BenchFailure(name + " ended"));
    }

    /** Completed with the line that is waited for, or exceptionally when it ends before. */
    CompletableFuture<String> said() {
        return awaited;
    }

    String awaitLine(Duration limit) throws InterruptedException {
        try {
            return awaited.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new BenchFailure(name + " did not start; the end of " + lastWords(), e);
        }
    }

    public boolean runs() {
        return process.isAlive();
    }

    /** CPU time since it was started. */
    public Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Bytes of memory that the system gave it, where the system tells. */
    public OptionalLong resident() {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10).findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** Where its log is, and the end of it. */
    public String lastWords() {
        try (Stream<String> lines = Files.lines(log, StandardCharsets.UTF_8)) {
            List<String> all = lines.toList();
            return log + ":\n" + String.join("\n", all.subList(Math.max(0, all.size() - LAST_LINES), all.size()));
        } catch (IOException | RuntimeException e) {
            return log + ", which cannot be read";
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
