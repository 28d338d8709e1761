package dev.sluice.route;

import dev.sluice.config.Mistake;
import dev.sluice.config.Rule;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.ConvertVariableDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A step of a flow, as far as it can be looked at before any message comes.
 *
 * @param flow where its flow begins
 */
record FlowStep(RouteDefinition route, String flow, ProcessorDefinition<?> node) {

    /** All steps of a flow, those inside of others too. */
    static List<FlowStep> of(RouteDefinition route) {
        List<FlowStep> steps = new ArrayList<>();
        String flow = beginning(route);
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)
                .forEach(node -> steps.add(new FlowStep(route, flow, node)));
        return steps;
    }

    static FlowStep of(RouteDefinition route, ProcessorDefinition<?> node) {
        return new FlowStep(route, beginning(route), node);
    }

    private static String beginning(RouteDefinition route) {
        return Flows.beginning(route, route.getTemplateParameters());
    }

    Mistake mistake(Rule rule, String reason) {
        return mistake(rule, reason, "");
    }

    /** @param word what is wrong, as it stands in the file */
    Mistake mistake(Rule rule, String reason, String word) {
        return RoutePlace.mistake(rule, route, RoutePlace.file(node) == null ? route : node, reason, word);
    }

    /** What it is called in a route file; of some Camel knows no name. */
    String name() {
        String known = node.getShortName();
        return known.equals("output")
                ? node.getClass().getSimpleName().replace("Definition", "").toLowerCase(Locale.ROOT)
                : known;
    }

    /** Whose flow it is, where it is one of these providers'. */
    @Nullable
    String provider(Collection<String> providers) {
        return providers.stream().filter(name -> flow.startsWith(name + "-")).findFirst().orElse(null);
    }

    String filled(String text) {
        return Flows.filled(text, route.getTemplateParameters());
    }

    List<ExpressionDefinition> expressions() {
        List<ExpressionDefinition> expressions = new ArrayList<>();
        if (node instanceof HasExpressionType has && has.getExpressionType() != null) {
            expressions.add(has.getExpressionType());
        }
        if (node instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(one -> expressions.add(one.getExpression()));
        }
        if (node instanceof SetHeadersDefinition several) {
            several.getHeaders().forEach(one -> expressions.add(one.getExpression()));
        }
        if (node instanceof ChoiceDefinition choice) {
            choice.getWhenClauses().forEach(when -> expressions.add(when.getExpression()));
        }
        if (node instanceof CatchDefinition caught && caught.getOnWhen() != null) {
            expressions.add(caught.getOnWhen().getExpression());
        }
        expressions.removeIf(Objects::isNull);
        return expressions;
    }

    /** All that its expressions and the bean's method that it calls say. */
    String text() {
        String method = node instanceof BeanDefinition bean ? String.valueOf(bean.getMethod()) : "";
        return expressions().stream().map(ExpressionDefinition::getExpression).map(String::valueOf)
                .collect(Collectors.joining("\n", "", "\n")) + method;
    }

    /** The variables that it sets. */
    Set<String> sets() {
        List<String> names = new ArrayList<>();
        if (node instanceof SetVariableDefinition one) {
            names.add(one.getName());
        } else if (node instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(one -> names.add(one.getName()));
        } else if (node instanceof ConvertVariableDefinition converted) {
            names.add(converted.getToName());
        }
        try {
            names.add((String) node.getClass().getMethod("getVariableReceive").invoke(node));
        } catch (ReflectiveOperationException e) {
            // a step that receives nothing
        }
        return names.stream().filter(Objects::nonNull)
                .map(name -> filled(name).replaceFirst("^(global:|route:[^:]*:)", ""))
                .collect(Collectors.toSet());
    }
}
