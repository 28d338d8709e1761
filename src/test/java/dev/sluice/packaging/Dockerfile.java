package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** An image's build, one instruction a line. */
record Dockerfile(List<String> lines) {

    static final Path FILE = Path.of("src/main/docker/Dockerfile");

    static Dockerfile read() throws IOException {
        return new Dockerfile(Files.readString(FILE).replaceAll("(?m)^#.*\n", "").replaceAll("\\\\\n\\s*", "").lines()
                .filter(line -> !line.isBlank()).toList());
    }

    /** What stands behind each of these instructions. */
    List<String> all(String instruction) {
        return lines.stream().filter(line -> line.startsWith(instruction + " "))
                .map(line -> line.substring(instruction.length() + 1)).toList();
    }

    /** What is copied, from the folder of the build. */
    List<String> sources() {
        return all("COPY").stream()
                .flatMap(copy -> List.of(copy.split(" ", -1)).subList(0, copy.split(" ", -1).length - 1).stream())
                .toList();
    }
}
