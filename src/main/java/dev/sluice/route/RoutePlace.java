package dev.sluice.route;

import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A step of a flow as an operator finds it.
 *
 * @param file its route file and line, where one is known
 */
public record RoutePlace(String route, String step, @Nullable String file) {

    private static final int LONGEST_PART = 60;

    static RoutePlace of(NamedNode node) {
        return new RoutePlace(ProcessorDefinitionHelper.getRouteId(node), node.getId(), file(node));
    }

    /** What is wrong with a part of a route. */
    public static Mistake mistake(Rule rule, RouteDefinition route, NamedNode node, String reason) {
        return mistake(rule, route, node, reason, "");
    }

    /**
     * @param word what is wrong there, as it stands in the file; its place is told where it is found behind the part's
     * beginning
     */
    public static Mistake mistake(Rule rule, RouteDefinition route, NamedNode node, String reason, String word) {
        String place = file(node);
        int line = place == null ? 0 : Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
        String file = place == null ? "routes" : place.substring(0, place.lastIndexOf(':'));
        int[] at = found(Path.of(file), line, word);
        return new Mistake(rule, file, at[0], at[1], "",
                // What is wrong with a template is wrong with all that is made of it, and told once.
                (route.getTemplateParameters() == null && route.getRouteId() != null
                        ? "the route " + route.getRouteId() + " " : "a route of this"
                                + " template ")
                        + reason);
    }

    private static int[] found(Path file, int from, String word) {
        try {
            List<String> lines = word.isEmpty() || from < 1 ? List.of() : Files.readAllLines(file);
            for (int i = Math.max(0, from - 1); i < Math.min(lines.size(), from + LONGEST_PART); i++) {
                if (lines.get(i).contains(word)) {
                    return new int[]{i + 1, lines.get(i).indexOf(word) + 1};
                }
            }
        } catch (IOException e) {
            // Then the part's beginning is told.
        }
        return new int[]{from, from == 0 ? 0 : 1};
    }

    /** The route file and line, where one is known. */
    static @Nullable String file(NamedNode node) {
        if (node.getLocation() == null || node.getLineNumber() < 1) {
            return null;
        }
        Path path = Path.of(node.getLocation().replaceFirst("^file:", ""));
        Path here = Path.of("").toAbsolutePath();
        return (path.startsWith(here) ? here.relativize(path) : path) + ":" + node.getLineNumber();
    }

    @Override
    public String toString() {
        return "route " + route + ", step " + step;
    }
}
