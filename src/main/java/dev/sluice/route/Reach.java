package dev.sluice.route;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.model.EndpointRequiredDefinition;

/** The steps that flows come to, from one to the next. */
final class Reach {

    private static final Pattern SAID = Pattern.compile("\\$\\{[^}]*}");

    private final List<FlowStep> steps;
    private final Map<String, List<String>> targets;

    Reach(List<FlowStep> steps) {
        this.steps = steps;
        this.targets = steps.stream()
                .collect(Collectors.groupingBy(FlowStep::flow, Collectors.mapping(Reach::target, Collectors.toList())));
    }

    /** Those of a call's own flow and of those of the same provider that it goes to. */
    List<FlowStep> of(String provider, String call) {
        Set<String> seen = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(provider + "-" + call));
        while (!next.isEmpty()) {
            String flow = next.pop();
            if (seen.add(flow)) {
                targets.getOrDefault(flow, List.of()).stream().filter(name -> name.startsWith(provider + "-"))
                        .forEach(next::push);
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

    /** The same of one whose message says it: all flows that are called as it could say. */
    static Set<String> targets(FlowStep step, Set<String> flows) {
        String uri = Address.written(step);
        if (!uri.startsWith(Flows.DIRECT) || "true".equals(step.node().getDisabled())) {
            return Set.of();
        }
        Pattern name = Pattern.compile(Arrays.stream(SAID.split(Flows.name(uri), -1)).map(Pattern::quote)
                .collect(Collectors.joining(".*")));
        return flows.stream().filter(name.asMatchPredicate()).collect(Collectors.toSet());
    }
}
