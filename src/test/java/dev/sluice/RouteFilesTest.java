package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What every route file as it ships has to hold to. */
class RouteFilesTest {

    private static final Set<String> RECEIVING = Set.of("from", "pollEnrich", "poll");

    /** A consumer of a queue, as the file writes it. */
    private record Consumer(Path file, Map<?, ?> endpoint) {
    }

    /** Camel would make objects and maps of messages that say they are such (CVE-2026-40860). */
    @Test
    void everyConsumerOfAQueueLeavesItsMessagesAsTheyAre() throws IOException {
        List<Consumer> consumers = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("routes"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".camel.yaml")).toList()) {
                consumers(file, new Yaml().load(Files.readString(file)), false, consumers);
            }
        }

        assertThat(consumers).isNotEmpty().allSatisfy(consumer -> assertThat(consumer.endpoint().get("parameters"))
                .as("%s, the consumer %s", consumer.file(), consumer.endpoint().get("parameters"))
                .isInstanceOfSatisfying(Map.class,
                        parameters -> assertThat(parameters.get("mapJmsMessage")).hasToString("false")));
    }

    private static void consumers(Path file, Object node, boolean receiving, List<Consumer> found) {
        if (node instanceof List<?> list) {
            list.forEach(item -> consumers(file, item, receiving, found));
        } else if (node instanceof Map<?, ?> map) {
            if (receiving && String.valueOf(map.get("uri")).matches("jms\\b.*")) {
                found.add(new Consumer(file, map));
            }
            map.forEach((name, value) -> consumers(file, value, RECEIVING.contains(name), found));
        } else if (receiving && String.valueOf(node).matches("jms\\b.*")) {
            found.add(new Consumer(file, Map.of("uri", node)));
        }
    }
}
