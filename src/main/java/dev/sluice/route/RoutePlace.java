package dev.sluice.route;

import dev.sluice.config.Mistake;
import java.nio.file.Path;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;

/**
 * A step of a flow as an operator finds it.
 *
 * @param file its route file and line, null where none is known
 */
public record RoutePlace(String route, String step, String file) {

    static RoutePlace of(NamedNode node) {
        return new RoutePlace(ProcessorDefinitionHelper.getRouteId(node), node.getId(), file(node));
    }

    /** What is wrong with a part of a route. */
    public static Mistake mistake(RouteDefinition route, NamedNode node, String reason) {
        String place = file(node);
        int line = place == null ? 0 : Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
        return new Mistake(place == null ? "routes" : place.substring(0, place.lastIndexOf(':')), line, line == 0 ? 0 : 1, "",
                // What is wrong with a template is wrong with all that is made of it, and told once.
                (route.getTemplateParameters() == null ? "the route " + route.getRouteId() + " " : "a route of this template ") + reason);
    }

    /** The route file and line, null where none is known. */
    static String file(NamedNode node) {
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
