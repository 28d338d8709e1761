package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * One provider that ships with Sluice, or is an example, found by its file: nothing lists providers or operations by
 * hand.
 *
 * @param recorded how it looks from outside
 */
record Shipped(String name, JsonNode file, Recorded recorded) {

    private static final Path PROVIDERS = Path.of("config", "providers");
    private static final Path RECORDED = Path.of("src", "test", "resources", "conformance");
    static final Path EXAMPLES = Path.of("examples", "providers");

    static List<Shipped> all() {
        return listed(PROVIDERS).filter(file -> file.toString().endsWith(".yaml"))
                .map(file -> new Shipped(file.getFileName().toString().replace(".yaml", ""), new YamlFile(file).tree(),
                        new Recorded(RECORDED.resolve(file.getFileName()))))
                .toList();
    }

    /** Each example is a folder of its name. */
    static List<Shipped> examples() {
        return listed(EXAMPLES).filter(Files::isDirectory)
                .map(folder -> new Shipped(folder.getFileName().toString(),
                        new YamlFile(folder.resolve(folder.getFileName() + ".yaml")).tree(),
                        new Recorded(folder.resolve("conformance.yaml"))))
                .toList();
    }

    /** The same with the settings over its file. */
    Shipped with(JsonNode settings) {
        return new Shipped(name, settings, recorded);
    }

    private static Stream<Path> listed(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String family() {
        return file.path("family").asText();
    }

    List<String> operations() {
        return Stream.generate(file.path("operations").fieldNames()::next).limit(file.path("operations").size())
                .toList();
    }

    JsonNode operation(String name) {
        return file.path("operations").path(name);
    }

    /** What the file says of an operation or another call. */
    JsonNode call(String name) {
        return file.path("operations").has(name) ? operation(name) : file.path("calls").path(name);
    }
}
