package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.contract.Contract;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.spi.EndpointUriFactory;

/**
 * Looks at all flows before any of them runs, and tells where one names what there is not: a variable, a function, another
 * flow, a bean, an option. Camel finds that when a message needs it, and jq makes null of it.
 */
public final class RouteCheck {

    private static final String DIRECT = "direct:";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:variables?[.:?]+|variableAs\\(\\s*)['\"]?"
            + "(?:global:|route:[^:}]*:)?([A-Za-z][A-Za-z0-9_.-]*)");
    private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9-]*)(?::[^?]*)?(?:\\?(.*))?", Pattern.DOTALL);
    private static final Set<String> SCHEMES = Set.of("direct", "http", "https", "jms", "log", "timer", "platform-http");
    private static final Set<String> BESIDE_ORDERS = Set.of("login", "refresh", "key-pair", "probe");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    /** A step of a flow, as far as it can be looked at. */
    private record Step(RouteDefinition route, ProcessorDefinition<?> node) {

        Mistake mistake(String reason) {
            return mistake(reason, "");
        }

        /** @param word what is wrong, as it stands in the file */
        Mistake mistake(String reason, String word) {
            return RoutePlace.mistake(route, RoutePlace.file(node) == null ? route : node, reason, word);
        }
    }

    private final CamelContext camel;
    private final Providers providers;
    private final Contract contract;
    private final FlowBeans beans;
    private final Mistakes mistakes;
    private Predicate<String> flowsElsewhere;
    private Predicate<String> variablesElsewhere;

    /** @param beans what flows may call */
    public RouteCheck(CamelContext camel, Providers providers, Contract contract, FlowBeans beans, Mistakes mistakes) {
        this.camel = camel;
        this.providers = providers;
        this.contract = contract;
        this.beans = beans;
        this.mistakes = mistakes;
    }

    /**
     * @param flowsElsewhere     flows that there may be although they are not known here
     * @param variablesElsewhere variables that may be set by flows that are not known here
     */
    public void check(Predicate<String> flowsElsewhere, Predicate<String> variablesElsewhere) {
        this.flowsElsewhere = flowsElsewhere;
        this.variablesElsewhere = variablesElsewhere;
        Scope scope = ((JqLanguage) camel.resolveLanguage("jq")).getRootScope();
        StrictJq.into(scope);
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.getRouteTemplateDefinitions().forEach(template -> steps(template.getRoute()).forEach(this::silence));
        List<Step> steps = model.getRouteDefinitions().stream().flatMap(route -> steps(route).stream()).toList();
        steps.forEach(this::silence);
        Set<String> set = new TreeSet<>();
        steps.forEach(step -> set.addAll(set(step)));
        model.getRouteDefinitions().stream().map(route -> route.getInput().getVariableReceive()).filter(Objects::nonNull).forEach(set::add);
        Set<String> flows = flows(camel).keySet();
        for (Step step : steps) {
            target(step, flows);
            if (step.node instanceof EndpointRequiredDefinition fixed) {
                endpoint(fixed.getEndpointUri(), step::mistake);
            }
            bean(step);
            expressions(step, scope, set);
            ending(step);
            own(step);
            astray(step);
        }
        model.getRouteDefinitions().forEach(route -> endpoint(route.getInput().getEndpointUri(),
                (reason, word) -> RoutePlace.mistake(route, route.getInput(), reason, word)));
        once(model.getRouteDefinitions());
        providers.trees().forEach((provider, file) -> provider(provider, file, flows, set));
        providers.trees().forEach((provider, file) -> echoes(provider, file, steps, flows));
        model.getRouteDefinitions().forEach(this::reads);
    }

    /** The flows there are, by where they begin. */
    public static Map<String, RouteDefinition> flows(CamelContext camel) {
        Map<String, RouteDefinition> flows = new TreeMap<>();
        camel.getCamelContextExtension().getContextPlugin(Model.class).getRouteDefinitions().forEach(route ->
                flows.putIfAbsent(resolved(camel, beginning(route, route.getTemplateParameters())), route));
        return flows;
    }

    /** Where a flow begins: the name behind {@code direct:}, or the address without its options. */
    public static String beginning(RouteDefinition route, Map<String, Object> parameters) {
        return flow(filled(route.getInput().getEndpointUri(), parameters));
    }

    private static List<Step> steps(RouteDefinition route) {
        List<Step> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(node -> steps.add(new Step(route, node)));
        return steps;
    }

    private void silence(Step step) {
        if (step.node instanceof LogDefinition log && SilentLogs.silence(log)) {
            mistakes.note(step.mistake("has a log step that would write parts of messages: they are left out"));
        }
    }

    private void target(Step step, Set<String> flows) {
        String uri = step.node instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
                : step.node instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : null;
        String written = String.valueOf(uri);
        uri = filled(step.route, uri);
        if (uri != null && uri.startsWith(DIRECT) && !uri.contains("${") && !uri.contains("{{") && !flows.contains(flow(uri))
                && !flowsElsewhere.test(flow(uri)) && !providers.isUnreadable(flow(uri).split("-")[0])) {
            mistakes.add(step.mistake("goes to direct:" + flow(uri) + ", where no route begins: correct the name, or write that route"
                    + Nearest.hint(flow(uri), flows), flow(written)));
        }
    }

    /** Camel finds what an address says wrong when it makes the flow; of some it makes a query of the request instead. */
    private void endpoint(String uri, BiFunction<String, String, Mistake> mistake) {
        Matcher address = ADDRESS.matcher(uri);
        if (!address.matches()) {
            return;
        }
        String scheme = address.group(1);
        EndpointUriFactory options = camel.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (options == null) {
            mistakes.add(mistake.apply("goes to " + scheme + ":, which Sluice does not bring" + Nearest.hint(scheme, SCHEMES), scheme));
            return;
        }
        for (String option : address.group(2) == null ? new String[0] : address.group(2).split("&")) {
            String name = option.split("=")[0];
            String hint = Nearest.hint(name, options.propertyNames());
            boolean known = name.isEmpty() || options.propertyNames().contains(name)
                    || options.multiValuePrefixes().values().stream().anyMatch(name::startsWith);
            if (!known && (!options.isLenientProperties() || !hint.isEmpty())) {
                mistakes.add(mistake.apply("gives " + scheme + ": the option " + name + ", which it does not have" + hint, name));
            }
        }
    }

    private void bean(Step step) {
        if (!(step.node instanceof BeanDefinition bean) || bean.getRef() == null || bean.getRef().startsWith("#")) {
            return;
        }
        if (!beans.names().contains(bean.getRef()) && camel.getRegistry().lookupByName(bean.getRef()) != null) {
            return;
        }
        if (!beans.names().contains(bean.getRef())) {
            mistakes.add(step.mistake("calls the bean " + bean.getRef() + ", which there is not" + Nearest.hint(bean.getRef(), beans.names()),
                    bean.getRef()));
        } else if (bean.getMethod() != null) {
            String method = bean.getMethod().split("\\(")[0].strip();
            Set<Integer> counts = beans.arguments(bean.getRef(), method);
            int given = arguments(bean.getMethod());
            if (given >= 0 && !counts.isEmpty() && !counts.contains(given)) {
                mistakes.add(step.mistake("calls " + method + " of the bean " + bean.getRef() + " with " + given + " arguments; it takes "
                        + counts.stream().map(String::valueOf).collect(Collectors.joining(" or ")), bean.getMethod()));
            }
            if (!beans.methods(bean.getRef()).contains(method)) {
                mistakes.add(step.mistake("calls " + method + " of the bean " + bean.getRef() + ", which it does not have"
                        + Nearest.hint(method, beans.methods(bean.getRef())), method));
            }
        }
    }

    /** How many arguments stand in the brackets behind a method; -1 where there are no brackets. */
    private static int arguments(String method) {
        int open = method.indexOf('(');
        if (open < 0 || !method.endsWith(")")) {
            return -1;
        }
        String inside = method.substring(open + 1, method.length() - 1).replaceAll("'[^']*'|\\$\\{[^}]*}", "x");
        return inside.isBlank() ? 0 : inside.split(",", -1).length;
    }

    /** An id, or a beginning, that two routes have. */
    private void once(List<RouteDefinition> routes) {
        Map<String, RouteDefinition> known = new HashMap<>();
        for (RouteDefinition route : routes) {
            String begins = route.getInput().getEndpointUri().startsWith(DIRECT)
                    ? "begins at direct:" + beginning(route, route.getTemplateParameters()) : "has the id " + route.getRouteId();
            for (String what : List.of("has the id " + route.getRouteId(), begins)) {
                RouteDefinition other = known.putIfAbsent(what, route);
                if (other != null && other != route) {
                    mistakes.add(RoutePlace.mistake(route, route, what + ", as another route does"
                            + (RoutePlace.file(other) == null ? "" : " (" + RoutePlace.file(other) + ")") + ": one of them is too many"));
                }
            }
        }
    }

    /** A provider's flow is a part of a step, which goes on after it: what ends the step leaves nothing recorded. */
    private void ending(Step step) {
        String flow = beginning(step.route, step.route.getTemplateParameters());
        boolean ends = step.node instanceof StopDefinition || step.node instanceof RollbackDefinition;
        if (ends && providers.names().stream().anyMatch(provider -> flow.startsWith(provider + "-"))) {
            mistakes.add(step.mistake("ends the whole step with " + step.node.getShortName() + ", and nothing would be recorded of it: leave that"
                    + " out; what is to fail is thrown with throwException"));
        }
    }

    /** What Sluice says to a provider's flow is not the flow's to change: with another account it would sign with another's key. */
    private void own(Step step) {
        boolean shared = provider(step.route) == null;
        Set<String> names = new TreeSet<>(set(step));
        if (step.node instanceof RemoveVariableDefinition removed) {
            names.add(removed.getName());
        }
        names.stream().filter(name -> !shared && FlowVariables.areSluices(name)).forEach(name -> mistakes.add(step.mistake(
                "changes the variable " + name + ", which is Sluice's own: choose another name", name)));
    }

    /** What leaves a provider's flow for where nobody signs, counts or waits for it. */
    private void astray(Step step) {
        String provider = provider(step.route);
        if (provider == null) {
            return;
        }
        if (step.node instanceof WireTapDefinition || step.node instanceof LoopDefinition || step.node instanceof ThreadsDefinition
                || step.node instanceof MulticastDefinition) {
            mistakes.add(step.mistake("calls beside itself or repeatedly with " + step.node.getShortName() + ", of which the ledger knows nothing:"
                    + " leave that out"));
        }
        String uri = step.node instanceof EndpointRequiredDefinition fixed ? String.valueOf(filled(step.route, fixed.getEndpointUri())) : "";
        String other = uri.startsWith(DIRECT) ? flow(uri).split("-")[0] : "";
        if (providers.names().contains(other) && !other.equals(provider)) {
            mistakes.add(step.mistake("goes to direct:" + flow(uri) + ", another provider's flow, where it is signed with another key: go to"
                    + " direct:" + provider + "-http", flow(uri)));
        } else if (uri.matches("https?:.*") && !beginning(step.route, step.route.getTemplateParameters()).equals(provider + "-http")) {
            mistakes.add(step.mistake("goes to the network by itself, unsigned and not counted: go to direct:" + provider + "-http"));
        }
    }

    /** Whose flow it is, null where it is no provider's. */
    private String provider(RouteDefinition route) {
        String flow = beginning(route, route.getTemplateParameters());
        return providers.names().stream().filter(name -> flow.startsWith(name + "-")).findFirst().orElse(null);
    }

    private void expressions(Step step, Scope scope, Set<String> set) {
        if (step.node instanceof ToDynamicDefinition dynamic) {
            simple(step, dynamic.getUri(), set);
        }
        for (ExpressionDefinition expression : expressions(step)) {
            String text = filled(step.route, expression.getExpression());
            // What a property or a file gives is known when Camel makes the flow.
            boolean elsewhere = text != null && (text.contains("{{") || text.startsWith("resource:"));
            if (text != null && !elsewhere && "jq".equals(expression.getLanguage())) {
                jq(step, text, scope, set);
            } else if (text != null && "simple".equals(expression.getLanguage())) {
                simple(step, text, set);
            }
        }
    }

    private static List<ExpressionDefinition> expressions(Step step) {
        List<ExpressionDefinition> expressions = new ArrayList<>();
        if (step.node instanceof HasExpressionType has && has.getExpressionType() != null) {
            expressions.add(has.getExpressionType());
        }
        if (step.node instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(one -> expressions.add(one.getExpression()));
        }
        if (step.node instanceof SetHeadersDefinition several) {
            several.getHeaders().forEach(one -> expressions.add(one.getExpression()));
        }
        if (step.node instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> expressions.add(when.getExpression()));
        }
        if (step.node instanceof CatchDefinition caught && caught.getOnWhen() != null) {
            expressions.add(caught.getOnWhen().getExpression());
        }
        expressions.removeIf(Objects::isNull);
        return expressions;
    }

    private void jq(Step step, String text, Scope scope, Set<String> set) {
        JqText jq;
        try {
            jq = new JqText(text);
        } catch (JsonQueryException e) {
            String told = String.valueOf((e.getCause() == null ? e : e.getCause()).getMessage());
            mistakes.add(step.mistake("has an expression that is not jq: " + told.lines().findFirst().orElse("").replaceFirst("\\.$", "")));
            return;
        }
        jq.unknownFunction(scope).ifPresent(name -> {
            mistakes.add(step.mistake("calls the jq function " + name + ", which there is not: correct its name or the number of its arguments",
                    name.split("/")[0]));
        });
        jq.unboundName().ifPresent(name -> {
            mistakes.add(step.mistake("reads $" + name + ", which its jq does not bind: correct the name", "$" + name));
        });
        jq.named("variable").forEach(name -> known(step, name, FlowVariables.OF_A_CALL, set));
    }

    private void simple(Step step, String text, Set<String> set) {
        Set<String> given = new TreeSet<>(FlowVariables.OF_A_CALL);
        given.addAll(FlowVariables.SHARED);
        VARIABLE.matcher(String.valueOf(text)).results().forEach(variable -> known(step, variable.group(1), given, set));
    }

    private void known(Step step, String name, Set<String> given, Set<String> set) {
        String first = name.split("\\.")[0];
        if (!given.contains(name) && !set.contains(name) && !given.contains(first) && !set.contains(first)
                && !variablesElsewhere.test(first)) {
            mistakes.add(step.mistake("reads the variable " + name + ", which nobody sets: correct the name, or set it with setVariable; Sluice"
                    + " sets " + String.join(", ", new TreeSet<>(FlowVariables.OF_A_CALL)) + Nearest.hint(name, given), name));
        }
    }

    /** Until a flow goes on elsewhere its body is the request; a member that this cannot have is null there, or left out. */
    private void reads(RouteDefinition route) {
        String flow = beginning(route, route.getTemplateParameters());
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
            Step step = new Step(route, node);
            for (ExpressionDefinition expression : expressions(step)) {
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

    /** An echo that no answer is put into is never compared, and nobody would know. */
    private void echoes(String provider, JsonNode file, List<Step> steps, Set<String> flows) {
        String mappings = steps.stream().filter(step -> beginning(step.route, step.route.getTemplateParameters()).startsWith(provider + "-"))
                .flatMap(step -> expressions(step).stream()).filter(expression -> "jq".equals(expression.getLanguage()))
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

    /** What calls a provider's flows by name, and what fills the places of its paths. */
    private void provider(String provider, JsonNode file, Set<String> flows, Set<String> set) {
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

    private static Set<String> set(Step step) {
        List<String> names = new ArrayList<>();
        if (step.node instanceof SetVariableDefinition one) {
            names.add(one.getName());
        } else if (step.node instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(one -> names.add(one.getName()));
        } else if (step.node instanceof ConvertVariableDefinition converted) {
            names.add(converted.getToName());
        }
        try {
            names.add((String) step.node.getClass().getMethod("getVariableReceive").invoke(step.node));
        } catch (ReflectiveOperationException e) {
            // a step that receives nothing
        }
        return names.stream().filter(Objects::nonNull).map(name -> filled(step.route, name).replaceFirst("^(global:|route:[^:]*:)", ""))
                .collect(Collectors.toSet());
    }

    /** A text with the properties that it names; as it is where there are none such, for Camel says so. */
    private static String resolved(CamelContext camel, String text) {
        try {
            return camel.resolvePropertyPlaceholders(text);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    /** A text with the parameters of the template that the flow is made from. */
    private static String filled(RouteDefinition route, String text) {
        return filled(text, route.getTemplateParameters());
    }

    private static String filled(String text, Map<String, Object> parameters) {
        String filled = text;
        if (text != null && parameters != null) {
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return filled;
    }

    /** The name of a flow that begins at {@code direct:}; the whole address of another, without its options. */
    private static String flow(String uri) {
        return (uri.startsWith(DIRECT) ? uri.substring(DIRECT.length()).replaceFirst("^/+", "") : uri).split("\\?")[0];
    }
}
