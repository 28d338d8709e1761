package dev.sluice.contract;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The contract's files and the providers' files as the tests read them. */
final class Given {

    static final Path FOLDER = Path.of("src/main/resources/contract");
    static final Path EXAMPLES = FOLDER.resolve("examples");
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(new JsonNodeFactory(true));

    private Given() {
    }

    static Map<String, JsonNode> providers() {
        return list(Path.of("config/providers")).stream().filter(file -> file.toString().endsWith(".yaml"))
                .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".yaml", ""), Given::yaml,
                        (one, other) -> one, TreeMap::new));
    }

    static Contract contract() {
        return new Contract("contract", providers());
    }

    static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode yaml(Path file) {
        return new YamlFile(file).tree();
    }

    static JsonNode json(Path file) {
        return json(text(file));
    }

    /** JSON with ' for ". */
    static JsonNode quoted(String text) {
        return json(text.replace('\'', '"'));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
