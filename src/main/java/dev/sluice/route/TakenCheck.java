package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.model.RouteDefinition;

/** Looks that no two flows have the same name or begin at the same place, and that none does at one of Sluice's own. */
final class TakenCheck {

    /** Where Quarkus answers for Sluice: health and metrics. */
    private static final String OWN_PATHS = "/q";
    private final Mistakes mistakes;

    TakenCheck(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void check(List<RouteDefinition> routes) {
        startupOrders(routes);
        ids(routes);
        beginnings(routes);
    }

    private void startupOrders(List<RouteDefinition> routes) {
        Set<Integer> orders = new HashSet<>();
        for (RouteDefinition route : routes) {
            Integer order = route.getStartupOrder();
            if (order != null && !orders.add(order)) {
                mistakes.add(RoutePlace.mistake(Rule.TAKEN_NAME, route, route,
                        "has the startupOrder " + order + ", as another route does: leave it out", "startupOrder"));
            }
        }
    }

    private void ids(List<RouteDefinition> routes) {
        Set<String> ids = new HashSet<>();
        for (RouteDefinition route : routes) {
            if (route.getTemplateParameters() == null) {
                FlowStep.of(route).stream().filter(step -> step.node().hasCustomIdAssigned())
                        .filter(step -> !ids.add(step.node().getId()))
                        .forEach(step -> mistakes.add(step.mistake(Rule.TAKEN_NAME, "has the id " + step.node().getId()
                                + " of another step: choose another, or leave it out")));
            }
        }
        Map<String, RouteDefinition> known = new HashMap<>();
        routes.forEach(route -> once(known, route, "has the id " + route.getRouteId()));
    }

    private void beginnings(List<RouteDefinition> routes) {
        Map<String, RouteDefinition> known = new HashMap<>();
        for (RouteDefinition route : routes) {
            String begins = Flows.filled(route.getInput().getEndpointUri(), route.getTemplateParameters());
            Address address = Address.of(begins).orElse(null);
            if (begins.startsWith(Flows.DIRECT)) {
                once(known, route, "begins at direct:" + Flows.name(begins));
            } else if (address != null && address.scheme().equals("platform-http")) {
                once(known, route, "begins at platform-http:" + address.rest());
                path(address.rest(), routes, route);
            } else if (address != null) {
                address.queue().ifPresent(queue -> once(known, route, "begins at the queue " + queue));
            }
        }
    }

    private void once(Map<String, RouteDefinition> known, RouteDefinition route, String what) {
        RouteDefinition other = known.putIfAbsent(what, route);
        if (other != null && other != route) {
            mistakes.addUnlessTold(RoutePlace.mistake(Rule.TAKEN_NAME, route, route,
                    what + ", as another route does"
                            + (RoutePlace.file(other) == null ? "" : " (" + RoutePlace.file(other) + ")")
                            + ": one of them is too many"));
        }
    }

    /** Of two that begin at one path and at what is below it, it depends on their order which is asked. */
    private void path(String path, List<RouteDefinition> routes, RouteDefinition route) {
        Optional<String> above = below(path, OWN_PATHS) ? Optional.of(OWN_PATHS)
                : routes.stream().filter(other -> other != route)
                        .map(other -> Address.of(other.getInput().getEndpointUri()).orElse(null))
                        .filter(other -> other != null && other.scheme().equals("platform-http")
                                && "true".equals(other.options().get("matchOnUriPrefix")))
                        .map(Address::rest).filter(other -> !other.equals(path) && below(path, other)).findFirst();
        above.ifPresent(taken -> mistakes.add(RoutePlace.mistake(Rule.TAKEN_NAME, route, route.getInput(),
                "begins at platform-http:" + path + ", and all below " + taken + " is answered elsewhere: choose"
                        + " another path",
                path)));
    }

    private static boolean below(String path, String above) {
        return path.equals(above) || path.startsWith(above + "/");
    }
}
