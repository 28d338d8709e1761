package dev.sluice.route;

import dev.sluice.config.Mistakes;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * Where a {@code templatedRoute} stands, of which Camel knows only the template.
 *
 * @param line its first one, counted from 1
 * @param end  the line behind its last one
 * @param text its first line; empty where it cannot be taken away by lines: one that others may repeat, or that shares
 *                 a line
 */
public record RouteBlock(Path file, int line, int end, String text) {

    private static final String TEMPLATED = "templatedRoute";

    /** The block of the route with this id, in one of the files below a folder. */
    public static Optional<RouteBlock> of(String routeId, Path folder) {
        return RouteFiles.files(folder, new Mistakes()).stream().flatMap(file -> find(routeId, file).stream())
                .findFirst();
    }

    private static Optional<RouteBlock> find(String routeId, Path file) {
        try (Reader reader = new UnicodeReader(Files.newInputStream(file))) {
            if (new Yaml(new LoaderOptions()).compose(reader) instanceof SequenceNode parts) {
                List<Node> blocks = parts.getValue();
                for (int i = 0; i < blocks.size(); i++) {
                    if (isOf(routeId, blocks.get(i))) {
                        List<String> lines = Files.readAllLines(file);
                        int next = i + 1 < blocks.size() ? line(blocks.get(i + 1)) : lines.size() + 1;
                        int line = line(blocks.get(i));
                        int end = end(next, lines);
                        return Optional.of(new RouteBlock(file, line, end,
                                end > line && end <= lines.size() + 1 ? own(lines.subList(line - 1, end - 1)) : ""));
                    }
                }
            }
        } catch (IOException | YAMLException e) {
            // Then it is told without its place.
        }
        return Optional.empty();
    }

    private static boolean isOf(String routeId, Node block) {
        return block instanceof MappingNode part && part.getValue().stream()
                .filter(tuple -> is(TEMPLATED, tuple.getKeyNode()) && tuple.getValueNode() instanceof MappingNode)
                .flatMap(tuple -> ((MappingNode) tuple.getValueNode()).getValue().stream())
                .anyMatch(key -> isId(routeId, key));
    }

    private static boolean isId(String routeId, NodeTuple key) {
        return (is("routeId", key.getKeyNode()) || is("route-id", key.getKeyNode())) && is(routeId, key.getValueNode());
    }

    private static boolean is(String text, Node node) {
        return node instanceof ScalarNode scalar && scalar.getValue().equals(text);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String own(List<String> block) {
        return block.get(0).startsWith("- ") && block.stream().noneMatch(line -> line.contains("&"))
                && block.stream().skip(1).noneMatch(line -> line.startsWith("- ")) ? block.get(0) : "";
    }

    /** What is said before the next block is said of that. */
    private static int end(int next, List<String> lines) {
        int end = next;
        while (lines.get(end - 2).isBlank() || lines.get(end - 2).startsWith("#")) {
            end--;
        }
        return end;
    }
}
