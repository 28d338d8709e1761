package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The routes of a folder, by their ids, wherever they stand and however they are laid out. */
final class Routes {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final String STEPS = "steps";

    private final Map<String, ObjectNode> byId = new TreeMap<>();
    private boolean isWhole = true;

    /** @param unread gets the files that are no YAML */
    Routes(Path folder, Consumer<Path> unread) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(".camel.yaml")
                    && !folder.relativize(file).toString().matches("(.*/)?\\..*")).sorted().toList()) {
                try {
                    add(folder.relativize(file).toString(), YAML.readTree(file.toFile()));
                } catch (IOException e) {
                    isWhole = false;
                    unread.accept(file);
                }
            }
        }
    }

    private void add(String file, JsonNode parts) {
        int at = 0;
        for (JsonNode part : parts) {
            at++;
            for (Map.Entry<String, JsonNode> one : part.properties()) {
                if (one.getKey().equals("beans")) {
                    one.getValue().forEach(bean -> put("bean " + bean.path("name").asText(), bean));
                } else {
                    String id = Stream.of("id", "routeId").map(key -> one.getValue().path(key).asText(""))
                            .filter(text -> !text.isEmpty()).findFirst().orElse(at + " of " + file);
                    put((one.getKey().equals("routeTemplate") ? "template " : "route ") + id, one.getValue());
                }
            }
        }
    }

    private void put(String id, JsonNode node) {
        byId.put(id, node instanceof ObjectNode object ? object
                : JsonNodeFactory.instance.objectNode().set("from", node));
    }

    static void compare(Routes before, Routes after, Walk walk) {
        Set<String> ids = new TreeSet<>(before.byId.keySet());
        ids.addAll(after.byId.keySet());
        for (String id : ids) {
            ObjectNode one = before.byId.get(id);
            ObjectNode other = after.byId.get(id);
            if (one == null || other == null) {
                // It may stand in a file that cannot be read.
                if (before.isWhole && after.isWhole) {
                    walk.compare(List.of(id), one, other);
                }
            } else {
                walk.compare(List.of(id), RouteSteps.numbered(withoutSteps(one)),
                        RouteSteps.numbered(withoutSteps(other)));
                new RouteSteps(walk, id, steps(one), steps(other)).compare();
            }
        }
    }

    /** A template has its route below, or is one itself. */
    private static JsonNode from(JsonNode route) {
        return route.path("route").has("from") ? route.path("route").path("from") : route.path("from");
    }

    private static JsonNode steps(JsonNode route) {
        return from(route).has(STEPS) ? from(route).path(STEPS) : route.path(STEPS);
    }

    private static JsonNode withoutSteps(ObjectNode route) {
        ObjectNode head = route.deepCopy();
        head.remove(STEPS);
        if (from(head) instanceof ObjectNode from) {
            from.remove(STEPS);
        }
        return head;
    }
}
