package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One provider that ships with Sluice, found by its file: nothing lists providers or operations by hand. */
record Shipped(String name, JsonNode file) {

    static List<Shipped> all() {
        try (Stream<Path> files = Files.list(Path.of("config", "providers"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().map(
                    file -> new Shipped(file.getFileName().toString().replace(".yaml", ""), new YamlFile(file).tree()))
                    .toList();
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
