package dev.sluice.cli.scratch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * A temporary folder that is a Sluice home of its own: the routes and provider files of the real one, but the sandbox's
 * settings in place of the operator's, so that no real account can be reached from it. Holds broker and ledger too.
 */
final class ScratchFolder implements AutoCloseable {

    private static final String SETTINGS = "/demo/settings.properties";

    private final Path path;

    private ScratchFolder(Path path) {
        this.path = path;
    }

    /** @param more settings beside those of the resource, such as ports */
    static ScratchFolder make(Path home, Map<String, String> more) throws IOException {
        ScratchFolder folder = new ScratchFolder(Files.createTempDirectory("sluice-scratch-"));
        for (String part : List.of("routes", "config")) {
            folder.copy(home, part);
        }
        Properties settings = new Properties();
        try (InputStream in = ScratchFolder.class.getResourceAsStream(SETTINGS)) {
            settings.load(in);
        }
        settings.putAll(more);
        Path config = Files.createDirectories(folder.path.resolve("config"));
        try (OutputStream out = Files.newOutputStream(config.resolve("application.properties"))) {
            settings.store(out, null);
        }
        return folder;
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // A leftover in the system's temporary folder harms nobody.
        }
    }

    private void copy(Path home, String part) throws IOException {
        Path from = home.resolve(part);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path to = path.resolve(home.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (file.toString().endsWith(".yaml")) {
                    Files.copy(file, to);
                }
            }
        }
    }
}
