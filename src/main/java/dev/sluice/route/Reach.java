package dev.sluice.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.EndpointRequiredDefinition;

/** The steps that flows come to, from one to the next. */
record Reach(List<FlowStep> steps) {

    /** Those of a call's own flow and of those of the same provider that it goes to. */
    List<FlowStep> of(String provider, String call) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(provider + "-" + call));
        while (!next.isEmpty()) {
            String flow = next.pop();
            if (seen.add(flow)) {
                steps.stream().filter(step -> step.flow().equals(flow)).map(Reach::target)
                        .filter(name -> name.startsWith(provider + "-")).forEach(next::push);
            }
        }
        return steps.stream().filter(step -> seen.contains(step.flow())).toList();
    }

    /** The flow that a step goes to, empty where it goes to none or is switched off. */
    static String target(FlowStep step) {
        String uri = step.node() instanceof EndpointRequiredDefinition fixed
                && !"true".equals(step.node().getDisabled())
                        ? String.valueOf(step.filled(fixed.getEndpointUri())) : "";
        return uri.startsWith(Flows.DIRECT) ? Flows.name(uri) : "";
    }
}
