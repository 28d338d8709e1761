package dev.sluice.route;

import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** All flows of a Camel, which one that runs can take from another while it takes no messages. */
public final class FlowSet {

    private final List<RouteTemplateDefinition> templates;
    private final List<RouteDefinition> routes;

    private FlowSet(CamelContext camel) {
        Model model = model(camel);
        templates = List.copyOf(model.getRouteTemplateDefinitions());
        routes = List.copyOf(model.getRouteDefinitions());
    }

    public static FlowSet of(CamelContext camel) {
        return new FlowSet(camel);
    }

    /** Takes them out of a Camel; nothing may begin there any more. */
    public void leave(CamelContext camel) throws Exception {
        Model model = model(camel);
        model.removeRouteDefinitions(List.copyOf(model.getRouteDefinitions()));
        for (RouteTemplateDefinition template : List.copyOf(model.getRouteTemplateDefinitions())) {
            model.removeRouteTemplateDefinition(template);
        }
    }

    /** Makes them in a Camel that runs. None of them begins before {@link #begin}. */
    public void enter(CamelContext camel) throws Exception {
        Model model = model(camel);
        camel.setAutoStartup(false);
        try {
            model.addRouteTemplateDefinitions(templates);
            for (RouteDefinition route : routes) {
                route.setCamelContext(camel);
            }
            model.addRouteDefinitions(routes);
        } finally {
            camel.setAutoStartup(true);
        }
    }

    /** Begins all flows of a Camel, parts before those that go on in them. */
    public static void begin(CamelContext camel) throws Exception {
        begin(camel, true);
        begin(camel, false);
    }

    private static void begin(CamelContext camel, boolean parts) throws Exception {
        for (Route route : camel.getRoutes()) {
            if (route.getConsumer() instanceof DirectConsumer == parts && route.isAutoStartup()) {
                camel.getRouteController().startRoute(route.getRouteId());
            }
        }
    }

    private static Model model(CamelContext camel) {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
