package dev.sluice.process;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/**
 * A working directory as an operator has one: the repository's {@code routes} and {@code config}, free to be edited.
 */
public final class Workplace {

    private static final int LOWEST_PORT = 15_000;
    private static final int FIRST_OF_CLIENTS = 32_768;
    private static final Set<Integer> GIVEN = new HashSet<>();
    private static final Path REPOSITORY = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private final Path folder;

    public Workplace(Path folder) throws IOException {
        this(folder, REPOSITORY);
    }

    /** One with what another repository has. */
    Workplace(Path folder, Path repository) throws IOException {
        this.folder = folder;
        copy(repository, "routes");
        copy(repository, "config");
    }

    public Path folder() {
        return folder;
    }

    public Path file(String path) {
        return folder.resolve(path);
    }

    /** The line on which the edited text begins. */
    int edit(String path, String text, String instead) throws IOException {
        String content = Files.readString(file(path));
        int place = content.indexOf(text);
        if (place < 0) {
            throw new IllegalArgumentException(path + " does not hold " + text);
        }
        Files.writeString(file(path), content.substring(0, place) + instead + content.substring(place + text.length()));
        return (int) content.substring(0, place).lines().count()
                + (content.charAt(Math.max(0, place - 1)) == '\n' ? 1 : 0);
    }

    static Path jar() {
        return jar(REPOSITORY);
    }

    static Path jar(Path repository) {
        return repository.resolve("target/quarkus-app/quarkus-run.jar");
    }

    /** Ports that nobody has: none is given twice, and none is of those that the system gives to clients. */
    public static synchronized List<Integer> freePorts(int count) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < count) {
            int port = LOWEST_PORT + ThreadLocalRandom.current().nextInt(FIRST_OF_CLIENTS - LOWEST_PORT);
            if (GIVEN.add(port) && isFree(port)) {
                ports.add(port);
            }
        }
        return ports;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private void copy(Path repository, String name) throws IOException {
        Path from = repository.resolve(name);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = folder.resolve(name).resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to);
                }
            }
        }
    }
}
