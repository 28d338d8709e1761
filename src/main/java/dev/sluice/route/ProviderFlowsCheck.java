package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistakes;
import dev.sluice.contract.Contract;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/** Looks at what a provider's file and its flows say to each other: who serves a call, what a mapping reads and gives. */
final class ProviderFlowsCheck {

    private static final Set<String> BESIDE_ORDERS = Set.of("login", "refresh", "key-pair", "probe");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final Providers providers;
    private final Contract contract;
    private final Mistakes mistakes;
    private final List<FlowStep> steps;
    private final Set<String> flows;
    private final Set<String> set;
    private final Predicate<String> flowsElsewhere;
    private final Predicate<String> variablesElsewhere;

    ProviderFlowsCheck(Providers providers, Contract contract, Mistakes mistakes, List<FlowStep> steps, Set<String> flows, Set<String> set,
                       Predicate<String> flowsElsewhere, Predicate<String> variablesElsewhere) {
        this.providers = providers;
        this.contract = contract;
        this.mistakes = mistakes;
        this.steps = steps;
        this.flows = flows;
        this.set = set;
        this.flowsElsewhere = flowsElsewhere;
        this.variablesElsewhere = variablesElsewhere;
    }

    void check(String provider, JsonNode file) {
        served(provider, file);
        paths(provider, file);
        echoes(provider, file);
    }

    private void served(String provider, JsonNode file) {
        Set<String> called = new TreeSet<>();
        file.path("operations").properties().forEach(operation -> {
            called.add("operations." + operation.getKey());
            JsonNode ask = operation.getValue().path("ask");
            if (file.path("calls").has(ask.asText())) {
                called.add("calls." + ask.asText());
            }
        });
        if (file.has("token")) {
            called.add("calls.login");
        }
        for (String key : called) {
            String flow = provider + "-" + key.substring(key.indexOf('.') + 1);
            if (!flows.contains(flow) && !flowsElsewhere.test(flow)) {
                providers.wrong(provider, key, "nobody serves it: no route begins at direct:" + flow + ", and it has not both a body here"
                        + " (or method: GET) and places that say what an answer means; write one or the other, the route in routes/providers/"
                        + provider + ".camel.yaml" + Nearest.hint(flow, flows));
            }
        }
    }

    /** What fills the places of its paths. */
    private void paths(String provider, JsonNode file) {
        for (String part : new String[] {"operations", "calls"}) {
            for (Map.Entry<String, JsonNode> call : file.path(part).properties()) {
                String path = call.getValue().path("path").asText();
                if (PLACE.matcher(path).replaceAll("").matches(".*[{}].*|.*\\$$") || path.contains("${")) {
                    providers.wrong(provider, part + "." + call.getKey() + ".path", "has a brace or a $ that is no place; write {reference}");
                }
                PLACE.matcher(path).results().map(place -> place.group(1))
                        .filter(name -> !name.matches("[A-Za-z]+") || !FlowVariables.OF_A_CALL.contains(name) && !set.contains(name))
                        .filter(name -> !variablesElsewhere.test(name))
                        .forEach(name -> providers.wrong(provider, part + "." + call.getKey() + ".path", "has the place {" + name
                                + "}, and no route sets a variable of that name, of letters only" + Nearest.hint(name, set)));
            }
        }
    }

    /** An echo that no answer is put into is never compared, and nobody would know. */
    private void echoes(String provider, JsonNode file) {
        String mappings = steps.stream().filter(step -> step.flow().startsWith(provider + "-"))
                .flatMap(step -> step.expressions().stream()).filter(expression -> "jq".equals(expression.getLanguage()))
                .map(ExpressionDefinition::getExpression).filter(text -> text.contains("echo")).collect(Collectors.joining("\n"));
        for (Map.Entry<String, JsonNode> operation : file.path("operations").properties()) {
            operation.getValue().path("echo").fieldNames().forEachRemaining(name -> {
                boolean given = !operation.getValue().path("success-by").asText().equals("mapping")
                        || Pattern.compile("echo\\b[^;]*(?<![A-Za-z0-9_])" + Pattern.quote(name) + "\\b").matcher(mappings).find();
                if (!given && flows.contains(provider + "-" + operation.getKey()) && !variablesElsewhere.test(name)) {
                    providers.wrong(provider, "operations." + operation.getKey() + ".echo." + name, "is never compared, for no mapping of "
                            + provider + "'s routes gives echo." + name + ": correct the name, or give it there");
                }
            });
        }
    }

    /** Until a flow goes on elsewhere its body is the request; a member that this cannot have is null there, or left out. */
    void reads(RouteDefinition route) {
        String flow = Flows.beginning(route, route.getTemplateParameters());
        String provider = flow.split("-")[0];
        String family = providers.family(provider);
        String call = flow.substring(flow.indexOf('-') + 1);
        if (contract.member(family) == null || providers.isMisshapen(provider) || BESIDE_ORDERS.contains(call)
                || !providers.tree(provider).path("operations").has(call) && !providers.tree(provider).path("calls").has(call)) {
            return;
        }
        Pattern member = Pattern.compile("(?<![A-Za-z0-9_\\])\"])\\.(" + contract.member(family) + "\\.[A-Za-z_][A-Za-z0-9_]*)");
        for (ProcessorDefinition<?> node : route.getOutputs()) {
            if (node instanceof EndpointRequiredDefinition || node instanceof ToDynamicDefinition || goesOn(node)) {
                return;
            }
            FlowStep step = new FlowStep(route, node);
            for (ExpressionDefinition expression : step.expressions()) {
                if ("jq".equals(expression.getLanguage())) {
                    member.matcher(expression.getExpression()).results().map(found -> found.group(1)).distinct()
                            .filter(place -> !contract.mayHave(family, provider, place) && !place.endsWith(".fields"))
                            .forEach(place -> mistakes.add(step.mistake("reads ." + place + ", which no request for " + provider + " has"
                                    + Nearest.hint(place, contract.places(family)), "." + place)));
                }
            }
        }
    }

    private static boolean goesOn(ProcessorDefinition<?> node) {
        return !ProcessorDefinitionHelper.filterTypeInOutputs(node.getOutputs(), EndpointRequiredDefinition.class).isEmpty()
                || !ProcessorDefinitionHelper.filterTypeInOutputs(node.getOutputs(), ToDynamicDefinition.class).isEmpty();
    }
}
