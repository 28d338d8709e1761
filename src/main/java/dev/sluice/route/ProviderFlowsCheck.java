package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.contract.Contract;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.MinorUnits;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Looks at what a provider's file and its flows say to each other: who serves a call, what a mapping reads and gives.
 */
final class ProviderFlowsCheck {

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    private final Providers providers;
    private final Contract contract;
    private final Mistakes mistakes;
    private final List<FlowStep> steps;
    private final Set<String> flows;
    private final Set<String> set;
    private final Predicate<String> flowsElsewhere;
    private final Predicate<String> variablesElsewhere;

    ProviderFlowsCheck(Providers providers, Contract contract, Mistakes mistakes, List<FlowStep> steps,
            Set<String> flows, Set<String> set,
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
                providers.wrong(Rule.UNSERVED_CALL, provider, key, "nobody serves it: no route begins at direct:" + flow
                        + ", and it has not both a body here (body: {} where nothing is in it, or method: GET)"
                        + " and places that say what an answer means; write one or the other, the"
                        + " route in routes/providers/"
                        + provider + ".camel.yaml" + Nearest.hint(flow, flows));
            }
        }
    }

    /** What fills the places of its paths. */
    private void paths(String provider, JsonNode file) {
        for (String part : new String[]{"operations", "calls"}) {
            for (Map.Entry<String, JsonNode> call : file.path(part).properties()) {
                String path = call.getValue().path("path").asText();
                if (PLACE.matcher(path).replaceAll("").matches(".*[{}].*|.*\\$$") || path.contains("${")) {
                    providers.wrong(Rule.UNKNOWN_PLACE, provider, part + "." + call.getKey() + ".path",
                            "has a brace or a $ that is no"
                                    + " place; write {reference}");
                }
                PLACE.matcher(path).results().map(place -> place.group(1))
                        .filter(name -> !contract.mayHave(file.path("family").asText(), provider, name)
                                && !name.matches("credential:.+|.+\\..+"))
                        .filter(name -> !name.matches("[A-Za-z]+")
                                || !FlowVariables.OF_A_CALL.contains(name) && !set.contains(name))
                        .filter(name -> !variablesElsewhere.test(name))
                        .forEach(name -> providers.wrong(Rule.UNKNOWN_PLACE, provider,
                                part + "." + call.getKey() + ".path",
                                "has the place {" + name
                                        + "}, which no request has, and no route sets a variable of that name, of"
                                        + " letters only"
                                        + Nearest.hint(name, set)));
            }
        }
    }

    /** An echo that no answer is put into is never compared, and nobody would know. */
    private void echoes(String provider, JsonNode file) {
        Set<String> given = new TreeSet<>();
        List<String> texts = steps.stream().filter(step -> step.flow().startsWith(provider + "-"))
                .flatMap(step -> step.expressions().stream())
                .filter(expression -> "jq".equals(expression.getLanguage()))
                .map(ExpressionDefinition::getExpression).filter(text -> text.contains("echo")).toList();
        boolean certain = texts.stream().allMatch(text -> echoes(text, given));
        for (Map.Entry<String, JsonNode> operation : file.path("operations").properties()) {
            operation.getValue().path("echo").fieldNames().forEachRemaining(name -> {
                boolean isGiven = !operation.getValue().path("success-by").asText().equals("mapping")
                        || !certain || given.contains("echo." + name);
                if (!isGiven && flows.contains(provider + "-" + operation.getKey()) && !variablesElsewhere.test(name)) {
                    providers.wrong(Rule.NEVER_COMPARED, provider, "operations." + operation.getKey() + ".echo." + name,
                            "is never compared, for no mapping of "
                                    + provider + "'s routes gives echo." + name
                                    + ": correct the name, or give it there");
                }
            });
        }
    }

    /** Whether a mapping says member by member what it gives. */
    private static boolean echoes(String text, Set<String> given) {
        try {
            Set<String> made = new JqTree(text).makes().keySet();
            given.addAll(made);
            return made.stream().anyMatch(name -> name.startsWith("echo."));
        } catch (JsonQueryException e) {
            return false;
        }
    }

    /**
     * Until a flow goes on elsewhere its body is the request; a member that this cannot have is null there, or left
     * out.
     */
    void reads(RouteDefinition route) {
        String flow = Flows.beginning(route, route.getTemplateParameters());
        String provider = flow.split("-", 2)[0];
        String family = providers.family(provider);
        String call = flow.substring(flow.indexOf('-') + 1);
        boolean login = Set.of("login", "refresh").contains(call) && !providers.isMisshapen(provider)
                && providers.tree(provider).has("token");
        if (!login
                && (contract.member(family) == null || providers.isMisshapen(provider)
                        || CallPlan.BESIDE_ORDERS.contains(call)
                        || !providers.tree(provider).path("operations").has(call)
                                && !providers.tree(provider).path("calls").has(call))) {
            return;
        }
        if (!login) {
            FlowStep.of(route).stream().takeWhile(step -> !sends(step.node()))
                    .forEach(step -> step.expressions().forEach(expression -> amounts(provider, step, expression)));
        }
        for (ProcessorDefinition<?> node : route.getOutputs()) {
            if (sends(node) || goesOn(node)) {
                return;
            }
            FlowStep step = FlowStep.of(route, node);
            for (ExpressionDefinition expression : step.expressions()) {
                if (login) {
                    credentials(provider, step, expression);
                } else {
                    read(expression).stream().filter(place -> !isThere(provider, family, call, place))
                            .forEach(place -> mistakes.add(step.mistake(Rule.UNKNOWN_PLACE, "reads ."
                                    + place + ", which no request for " + provider + " has"
                                    + Nearest.hint(place, contract.places(family)), "." + place)));
                }
            }
            if (!(node instanceof SetVariableDefinition)) {
                return;
            }
        }
    }

    /** A login gets the account's credentials, and the refresh token. */
    private void credentials(String provider, FlowStep step, ExpressionDefinition expression) {
        Set<String> known = new TreeSet<>(Set.of("refreshToken"));
        providers.tree(provider).path("credentials").forEach(credential -> known.add(credential.asText()));
        read(expression).stream().filter(place -> !known.contains(place.split("\\.", 2)[0]))
                .forEach(place -> mistakes.add(step.mistake(Rule.UNKNOWN_PLACE,
                        "reads ." + place + ", and a login gets " + String.join(", ", known) + " and nothing else"
                                + Nearest.hint(place, known),
                        place)));
    }

    /** An amount is kept digit for digit as text; as a number of jq it is a binary fraction. */
    private void amounts(String provider, FlowStep step, ExpressionDefinition expression) {
        if (!"jq".equals(expression.getLanguage())) {
            return;
        }
        try {
            new JqTree(expression.getExpression()).numbers().places().stream()
                    .filter(place -> isAmount(provider, place))
                    .forEach(place -> mistakes.add(step.mistake(Rule.AMOUNT_DIGITS,
                            "makes a number of ." + place
                                    + ", which may lose digits: leave it a text, and name the body's"
                                    + " member in numbers of the operation; minor units are {minorAmount}",
                            expression.getExpression().contains("tonumber") ? "tonumber" : place)));
        } catch (JsonQueryException e) {
            // It is told where its words are looked at.
        }
    }

    private boolean isAmount(String provider, String place) {
        String member = contract.member(providers.family(provider)) + ".";
        return MinorUnits.PLACES.contains(place) || place.startsWith(member)
                && StreamSupport.stream(providers.tree(provider).path("operations").spliterator(), false)
                        .anyMatch(operation -> operation.path("fields").path("properties")
                                .path(place.substring(member.length())).path("$ref").asText().endsWith("/amount"));
    }

    private static Set<String> read(ExpressionDefinition expression) {
        try {
            return "jq".equals(expression.getLanguage()) ? new JqTree(expression.getExpression()).reads() : Set.of();
        } catch (JsonQueryException e) {
            // It is told where its words are looked at.
            return Set.of();
        }
    }

    /** Whether a request can have a value at a place, or holds more there than can be looked into. */
    private boolean isThere(String provider, String family, String call, String place) {
        JsonNode file = providers.tree(provider);
        if (place.split("\\.", 2)[0].equals("earlier")) {
            boolean about = StreamSupport.stream(file.path("operations").spliterator(), false)
                    .anyMatch(operation -> operation.has("about")
                            && (operation == file.path("operations").path(call)
                                    || operation.path("ask").asText().equals(call)));
            return about && (place.equals("earlier") || contract.mayHave(family, provider, place));
        }
        String member = contract.member(family);
        return place.equals(member) || place.startsWith(member + ".fields") || contract.mayHave(family, provider, place)
                || contract.places(family).stream().anyMatch(known -> known.startsWith(place + "."))
                // What lies in a value that is none by its schema is told of the value.
                || place.chars().filter(dot -> dot == '.').count() > 1
                        && isThere(provider, family, call, place.substring(0, place.lastIndexOf('.')));
    }

    private static boolean sends(ProcessorDefinition<?> node) {
        return node instanceof EndpointRequiredDefinition || node instanceof ToDynamicDefinition;
    }

    private static boolean goesOn(ProcessorDefinition<?> node) {
        return !ProcessorDefinitionHelper.filterTypeInOutputs(node.getOutputs(), EndpointRequiredDefinition.class)
                .isEmpty()
                || !ProcessorDefinitionHelper.filterTypeInOutputs(node.getOutputs(), ToDynamicDefinition.class)
                        .isEmpty();
    }
}
