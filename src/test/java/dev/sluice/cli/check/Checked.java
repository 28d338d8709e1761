package dev.sluice.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A copy of what is shipped, to be edited and checked. */
record Checked(Path folder) {

    static Checked asShipped(Path folder) throws IOException {
        for (String part : List.of("config", "routes")) {
            try (Stream<Path> files = Files.walk(Path.of(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.createDirectories(folder.resolve(file).getParent());
                    Files.copy(file, folder.resolve(file));
                }
            }
        }
        return new Checked(folder);
    }

    /** The line on which the edited text begins. */
    int edit(String file, String text, String instead) throws IOException {
        String content = text(file);
        int at = content.indexOf(text);
        assertThat(at).as(file + " holds " + text).isNotNegative();
        write(file, content.substring(0, at) + instead + content.substring(at + text.length()));
        return (int) content.substring(0, at).chars().filter(character -> character == '\n').count() + 1;
    }

    String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    void write(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    Ran check(String... arguments) {
        Ran ran = Ran.run(folder, Map.of(), "",
                Stream.concat(Stream.of("check"), Stream.of(arguments)).toArray(String[]::new));
        return new Ran(ran.exitCode(), ran.out().replace(folder + "/", ""), ran.err());
    }

    /** Without the accounts that have no credentials here. */
    List<String> lines(String... arguments) {
        return check(arguments).out().lines().filter(line -> !line.contains("REJECTED CONFIGURATION")).toList();
    }
}
