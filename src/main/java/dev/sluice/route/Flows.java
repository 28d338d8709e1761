package dev.sluice.route;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.jspecify.annotations.Nullable;

/** The flows of a Camel, by where they begin. */
public final class Flows {

    static final String DIRECT = "direct:";
    /** Those of Sluice that begin there and are no provider's: what a step is, and what it ends with. */
    static final Set<String> OWN = Set.of("step", "publish");

    private Flows() {
    }

    public static Map<String, RouteDefinition> of(CamelContext camel) {
        Map<String, RouteDefinition> flows = new TreeMap<>();
        camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().forEach(
                route -> flows.putIfAbsent(resolved(camel, beginning(route, route.getTemplateParameters())), route));
        return flows;
    }

    /** Leaves nothing but what some providers' calls are made by: no queue is read, and no other provider called. */
    public static void keepOnly(CamelContext camel, Set<String> providers) {
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        try {
            for (RouteDefinition route : List.copyOf(model.getRouteDefinitions())) {
                String begins = filled(route.getInput().getEndpointUri(), route.getTemplateParameters());
                if (!begins.startsWith(DIRECT)
                        || providers.stream().noneMatch(provider -> name(begins).startsWith(provider + "-"))) {
                    model.removeRouteDefinition(route);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where a flow begins: the name behind {@code direct:}, or the address without its options. */
    public static String beginning(RouteDefinition route, Map<String, Object> parameters) {
        return name(filled(route.getInput().getEndpointUri(), parameters));
    }

    static String name(String uri) {
        return (uri.startsWith(DIRECT) ? uri.substring(DIRECT.length()).replaceFirst("^/+", "") : uri).split("\\?",
                2)[0];
    }

    /** A text with the parameters of the template that the flow is made from. */
    static String filled(String text, @Nullable Map<String, Object> parameters) {
        String filled = text;
        if (parameters != null) {
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return filled;
    }

    /** A text with the properties that it names; as it is where there are none such, for Camel says so. */
    private static String resolved(CamelContext camel, String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
