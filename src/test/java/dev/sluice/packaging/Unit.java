package dev.sluice.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The unit of systemd. */
record Unit(List<String> lines) {

    static final Path FILE = Path.of("deploy/sluice.service");

    static Unit read() throws IOException {
        return new Unit(Files.readAllLines(FILE));
    }

    List<String> all(String key) {
        return lines.stream().filter(line -> line.startsWith(key + "=")).map(line -> line.substring(key.length() + 1))
                .toList();
    }

    String one(String key) {
        return all(key).get(0);
    }
}
