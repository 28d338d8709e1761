package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.ConfigProblem;
import dev.sluice.provider.Provider;
import dev.sluice.provider.Providers;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.apache.camel.CamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RollbackDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.StopDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.quarkus.main.events.BeforeStart;
import org.jboss.logging.Logger;

/**
 * Looks at all flows before any of them runs, and refuses the start where one names what there is not: a variable, a
 * function, another flow. Camel finds that when a message needs it, and jq makes null of it.
 */
@Singleton
public class RouteCheck {

    private static final Logger LOG = Logger.getLogger(RouteCheck.class);
    private static final String DIRECT = "direct:";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(?:variables?[.:?]+|variableAs\\(\\s*)['\"]?"
            + "(?:global:|route:[^:}]*:)?([A-Za-z][A-Za-z0-9_.-]*)");
    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    /** A step of a flow, as far as it can be looked at. */
    private record Step(RouteDefinition route, ProcessorDefinition<?> node) {

        ConfigProblem problem(String reason) {
            String file = RoutePlace.file(node) == null ? RoutePlace.file(route) : RoutePlace.file(node);
            return new ConfigProblem((file == null ? "routes" : file) + ": the route " + route.getRouteId() + " " + reason);
        }
    }

    private final Providers providers;

    RouteCheck(Providers providers) {
        this.providers = providers;
    }

    void check(@Observes @Priority(Interceptor.Priority.PLATFORM_AFTER + 500) BeforeStart event, CamelContext camel) {
        Scope scope = ((JqLanguage) camel.resolveLanguage("jq")).getRootScope();
        StrictJq.into(scope);
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.getRouteTemplateDefinitions().forEach(template -> steps(template.getRoute()).forEach(RouteCheck::silence));
        List<Step> steps = model.getRouteDefinitions().stream().flatMap(route -> steps(route).stream()).toList();
        steps.forEach(RouteCheck::silence);
        Set<String> set = new TreeSet<>();
        steps.forEach(step -> set.addAll(set(step)));
        model.getRouteDefinitions().stream().map(route -> route.getInput().getVariableReceive()).filter(Objects::nonNull).forEach(set::add);
        Set<String> flows = new TreeSet<>();
        model.getRouteDefinitions().forEach(route -> flows.add(flow(resolved(camel, filled(route, route.getInput().getEndpointUri())))));
        for (Step step : steps) {
            target(step, flows);
            expressions(step, scope, set);
            ending(step);
        }
        providers.all().forEach(provider -> provider(provider, flows, set));
    }

    private static List<Step> steps(RouteDefinition route) {
        List<Step> steps = new ArrayList<>();
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(node -> steps.add(new Step(route, node)));
        return steps;
    }

    private static void silence(Step step) {
        if (step.node instanceof LogDefinition log && SilentLogs.silence(log)) {
            LOG.warn(step.problem("has a log step that would write parts of messages: they are left out").getMessage());
        }
    }

    private static void target(Step step, Set<String> flows) {
        String uri = step.node instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
                : step.node instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : null;
        uri = filled(step.route, uri);
        if (uri != null && uri.startsWith(DIRECT) && !uri.contains("${") && !uri.contains("{{") && !flows.contains(flow(uri))) {
            throw step.problem("goes to direct:" + flow(uri) + ", where no route begins: correct the name, or write that route");
        }
    }

    /** A provider's flow is a part of a step, which goes on after it: what ends the step leaves nothing recorded. */
    private void ending(Step step) {
        String flow = flow(filled(step.route, step.route.getInput().getEndpointUri()));
        boolean ends = step.node instanceof StopDefinition || step.node instanceof RollbackDefinition;
        if (ends && providers.all().stream().anyMatch(provider -> flow.startsWith(provider.name() + "-"))) {
            throw step.problem("ends the whole step with " + step.node.getShortName() + ", and nothing would be recorded of it: leave that out;"
                    + " what is to fail is thrown with throwException");
        }
    }

    private static void expressions(Step step, Scope scope, Set<String> set) {
        if (step.node instanceof ToDynamicDefinition dynamic) {
            simple(step, dynamic.getUri(), set);
        }
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
        for (ExpressionDefinition expression : expressions) {
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

    private static void jq(Step step, String text, Scope scope, Set<String> set) {
        JqText jq;
        try {
            jq = new JqText(text);
        } catch (JsonQueryException e) {
            throw step.problem("has an expression that is not jq: " + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
        jq.unknownFunction(scope).ifPresent(name -> {
            throw step.problem("calls the jq function " + name + ", which there is not: correct its name or the number of its arguments");
        });
        jq.unboundName().ifPresent(name -> {
            throw step.problem("reads $" + name + ", which its jq does not bind: correct the name");
        });
        jq.named("variable").forEach(name -> known(step, name, FlowVariables.OF_A_CALL, set));
    }

    private static void simple(Step step, String text, Set<String> set) {
        Set<String> given = new TreeSet<>(FlowVariables.OF_A_CALL);
        given.addAll(FlowVariables.SHARED);
        VARIABLE.matcher(String.valueOf(text)).results().forEach(variable -> known(step, variable.group(1), given, set));
    }

    private static void known(Step step, String name, Set<String> given, Set<String> set) {
        String first = name.split("\\.")[0];
        if (!given.contains(name) && !set.contains(name) && !given.contains(first) && !set.contains(first)) {
            throw step.problem("reads the variable " + name + ", which nobody sets: correct the name, or set it with setVariable; Sluice sets "
                    + String.join(", ", new TreeSet<>(FlowVariables.OF_A_CALL)));
        }
    }

    /** What calls a provider's flows by name, and what fills the places of its paths. */
    private void provider(Provider provider, Set<String> flows, Set<String> set) {
        JsonNode file = provider.file();
        Set<String> called = new TreeSet<>();
        provider.operations().values().forEach(operation -> {
            called.add("operations." + operation.name());
            if (operation.ask() != null) {
                called.add("calls." + operation.ask());
            }
        });
        if (file.has("token")) {
            called.add("calls.login");
        }
        for (String key : called) {
            String flow = provider.name() + "-" + key.substring(key.indexOf('.') + 1);
            if (!flows.contains(flow)) {
                throw providers.problem(provider.name(), key, "no route begins at direct:" + flow + "; write it in routes/providers/"
                        + provider.name() + ".camel.yaml");
            }
        }
        for (String part : new String[] {"operations", "calls"}) {
            for (Map.Entry<String, JsonNode> call : file.path(part).properties()) {
                PLACE.matcher(call.getValue().path("path").asText()).results().map(place -> place.group(1))
                        .filter(name -> !name.matches("[A-Za-z]+") || !FlowVariables.OF_A_CALL.contains(name) && !set.contains(name))
                        .findFirst().ifPresent(name -> {
                            throw providers.problem(provider.name(), part + "." + call.getKey() + ".path", "has the place {" + name
                                    + "}, and no route sets a variable of that name, of letters only");
                        });
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
        String filled = text;
        if (text != null && route.getTemplateParameters() != null) {
            for (Map.Entry<String, Object> parameter : route.getTemplateParameters().entrySet()) {
                filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return filled;
    }

    /** The name of a flow that begins at {@code direct:}; the whole address of another. */
    private static String flow(String uri) {
        return uri.startsWith(DIRECT) ? uri.substring(DIRECT.length()).replaceFirst("^/+", "").split("\\?")[0] : uri;
    }
}
