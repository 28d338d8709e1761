package dev.sluice.route;

import java.nio.file.Path;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ProcessorDefinitionHelper;

/**
 * A step of a flow as an operator finds it.
 *
 * @param file its route file and line, null where none is known
 */
public record RoutePlace(String route, String step, String file) {

    static RoutePlace of(NamedNode node) {
        return new RoutePlace(ProcessorDefinitionHelper.getRouteId(node), node.getId(), file(node));
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
