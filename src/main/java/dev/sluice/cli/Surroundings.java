package dev.sluice.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command sees of the world.
 *
 * @param home   Sluice's own folder, where {@code config/}, {@code routes/} and {@code target/} are
 * @param caller the folder that the command was given in: FILE arguments are relative to it
 */
public record Surroundings(Path home, Path caller, Map<String, String> environment, InputStream in, PrintStream out,
        PrintStream err, Terminal terminal) {

    /** The folder of the built program: in the image there is nothing else, elsewhere it is where Maven puts it. */
    public Path program() {
        Path built = home.resolve("quarkus-app");
        return Files.isDirectory(built) ? built : home.resolve("target/quarkus-app");
    }
}
