package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.provider.Providers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.InterceptDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RemovePropertyDefinition;
import org.apache.camel.model.RemoveVariableDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * What a flow may be made of that is a part of a step: a provider's, and one of an operator's own that such a flow goes
 * to. The step goes on when it is through, and records what it came to; so it does its work now, on this thread, once,
 * and ends by its end or by a failure.
 */
final class InsideStep {

    /** Every other one may go on beside the step, later or again, or end it unrecorded. */
    private static final Set<String> PARTS = new TreeSet<>(Set.of("bean", "choice", "convertBodyTo", "convertHeaderTo",
            "convertVariableTo", "doCatch", "doFinally", "doTry", "filter", "log", "otherwise", "pipeline",
            "removeHeader", "removeHeaders", "removeProperty", "removeVariable", "setBody", "setHeader", "setHeaders",
            "setProperty", "setVariable", "setVariables", "sort", "split", "step", "throwException", "to", "toD",
            "transform", "validate", "when"));
    private static final Set<String> ENDINGS = Set.of("stop", "rollback");
    private static final Set<String> LANGUAGES = new TreeSet<>(
            Set.of("constant", "exchangeProperty", "header", "jq", "simple", "tokenize", "variable"));
    private static final Pattern REACHES_OUT = Pattern
            .compile(
                    "\\$(?:simple)?\\{\\s*((?:bean|ref|camelContext|setVariable|setHeader|setProperty)\\b|exchange(?=[.?\\[]))");
    private static final Pattern UNFIXED = Pattern.compile("\\*|\\$(?:simple)?\\{");
    private static final Pattern RESERVED = Pattern.compile("(?i)(camel|sluice|dev\\.sluice).*");
    /** What Sluice's own flows of a provider call beside that. */
    private static final Map<String, Set<String>> OF_OWN_FLOWS = Map.of("-http", Set.of("call.prepare", "call.read"),
            "-pace", Set.of("gates.enter"));
    private static final String OF_THIS_PROVIDER = "${variable.provider}-http";

    private final Providers providers;
    private final Mistakes mistakes;
    private final Set<String> flows;
    private final Set<String> beans;

    /**
     * @param flows all that begin somewhere
     * @param beans what such a flow may call, as {@code bean.method}
     */
    InsideStep(Providers providers, Mistakes mistakes, Set<String> flows, Set<String> beans) {
        this.providers = providers;
        this.mistakes = mistakes;
        this.flows = flows;
        this.beans = beans;
    }

    /** @return the flows that are parts of steps */
    Set<String> check(List<FlowStep> steps, List<RouteDefinition> routes) {
        Map<String, String> within = within(steps, routes);
        Set<RouteDefinition> seen = new HashSet<>();
        for (FlowStep step : steps) {
            String provider = within.get(step.flow());
            if (provider != null) {
                part(step);
                options(step);
                names(step);
                words(step);
                target(step, provider);
                bean(step, provider);
            }
        }
        routes.stream().filter(route -> within.containsKey(Flows.beginning(route, route.getTemplateParameters())))
                .filter(route -> route.getInput().getVariableReceive() != null && seen.add(route))
                .forEach(
                        route -> received((rule, reason, word) -> RoutePlace.mistake(rule, route, route.getInput(),
                                reason, word)));
        return within.keySet();
    }

    static boolean isPart(String step) {
        return PARTS.contains(step);
    }

    /** The flows that are parts of steps, and whose provider it is. */
    private Map<String, String> within(List<FlowStep> steps, List<RouteDefinition> routes) {
        Map<String, String> within = new TreeMap<>();
        Deque<String> next = new ArrayDeque<>();
        for (RouteDefinition route : routes) {
            String flow = Flows.beginning(route, route.getTemplateParameters());
            providers.names().stream().filter(name -> flow.startsWith(name + "-")).findFirst()
                    .ifPresent(provider -> {
                        within.put(flow, provider);
                        next.push(flow);
                    });
        }
        while (!next.isEmpty()) {
            String flow = next.pop();
            steps.stream().filter(step -> step.flow().equals(flow)).map(Reach::target)
                    .filter(target -> flows.contains(target) && !Flows.OWN.contains(target))
                    .filter(target -> within.putIfAbsent(target, within.get(flow)) == null).forEach(next::push);
        }
        return within;
    }

    private void part(FlowStep step) {
        String name = step.name();
        if (ENDINGS.contains(name)) {
            mistakes.add(step.mistake(Rule.BESIDE_ITS_STEP,
                    "ends the whole step with " + name + ", and nothing would be recorded of it:"
                            + " leave that out; what is to fail is thrown with throwException",
                    name));
        } else if (!PARTS.contains(name) && !UnmadeSteps.MISSING.contains(name) && !ofAFile(step.node())) {
            mistakes.add(step.mistake(Rule.BESIDE_ITS_STEP, "has " + name
                    + ", which is no part of a provider's route: it may call beside its"
                    + " step, later or once more, of which the ledger knows nothing, or spoil what the step keeps; write "
                    + String.join(", ", PARTS), name));
        }
    }

    /** Camel puts what stands at the top of a file into its routes; it is told there. */
    static boolean ofAFile(ProcessorDefinition<?> node) {
        return node instanceof OnExceptionDefinition || node instanceof OnCompletionDefinition
                || node instanceof InterceptDefinition || node instanceof InterceptSendToEndpointDefinition;
    }

    private void options(FlowStep step) {
        if (step.node() instanceof SplitDefinition split) {
            Map<String, String> given = new TreeMap<>();
            given.put("parallelProcessing", split.getParallelProcessing());
            given.put("timeout", split.getTimeout());
            given.put("executorService", split.getExecutorService());
            given.forEach((name, value) -> {
                if (value != null && !value.matches("false|0")) {
                    mistakes.add(step.mistake(Rule.BESIDE_ITS_STEP,
                            "splits with " + name + ", so that parts go on beside the step, of which"
                                    + " the ledger knows nothing: leave that out",
                            name));
                }
            });
        }
        if (step.node() instanceof ToDefinition to && to.getVariableReceive() != null
                || step.node() instanceof ToDynamicDefinition dynamic && dynamic.getVariableReceive() != null) {
            received(step::mistake);
        }
    }

    private void received(PartMistake mistake) {
        mistakes.add(
                mistake.of(Rule.BESIDE_ITS_STEP,
                        "has variableReceive, after which the body is still what was sent, and would be read"
                                + " as the answer: leave that out; setVariable keeps what is needed later",
                        "variableReceive"));
    }

    /** Names of what Sluice and Camel keep with a message, and names that only a message says. */
    private void names(FlowStep step) {
        Set<String> properties = new TreeSet<>();
        Set<String> variables = new TreeSet<>();
        if (step.node() instanceof SetPropertyDefinition set) {
            properties.add(set.getName());
        } else if (step.node() instanceof RemovePropertyDefinition removed) {
            properties.add(removed.getName());
        } else if (step.node() instanceof SetVariableDefinition set) {
            variables.add(set.getName());
        } else if (step.node() instanceof SetVariablesDefinition set) {
            set.getVariables().forEach(one -> variables.add(one.getName()));
        } else if (step.node() instanceof RemoveVariableDefinition removed) {
            variables.add(removed.getName());
        }
        properties.stream().filter(name -> name != null && RESERVED.matcher(name).matches())
                .forEach(name -> mistakes
                        .add(step.mistake(Rule.SLUICES_OWN, "changes the property " + name + ", which is Sluice's or"
                                + " Camel's own: choose another name", name)));
        // With another account, say, a call would be signed with another's key.
        Stream.concat(variables.stream(), step.sets().stream()).distinct()
                .filter(name -> name != null && FlowVariables.areSluices(name))
                .forEach(name -> mistakes
                        .add(step.mistake(Rule.SLUICES_OWN, "changes the variable " + name + ", which is Sluice's own:"
                                + " choose another name", name)));
        properties.addAll(variables);
        properties.stream().filter(name -> name != null && UNFIXED.matcher(name).find())
                .forEach(name -> mistakes
                        .add(step.mistake(Rule.SLUICES_OWN, "does not say which one it changes with " + name
                                + ": write the name", name)));
    }

    /** What a text can do beside saying something. */
    private void words(FlowStep step) {
        for (ExpressionDefinition expression : step.expressions()) {
            String language = expression.getLanguage();
            if (language != null && !LANGUAGES.contains(language)) {
                mistakes.addUnlessTold(
                        step.mistake(Rule.SLUICES_OWN,
                                "has an expression in " + language + ": a provider's route may write "
                                        + String.join(", ", LANGUAGES),
                                language));
            }
        }
        REACHES_OUT.matcher(evaluated(step)).results().map(found -> found.group(1)).findFirst()
                .ifPresent(word -> mistakes
                        .addUnlessTold(
                                step.mistake(Rule.SLUICES_OWN, "has ${" + word + "…}, with which a text may change what"
                                        + " Sluice keeps with a message: leave that out", word)));
    }

    /** Whether to evaluate it changes nothing but what it gives. */
    static boolean staysInside(ExpressionDefinition expression) {
        return LANGUAGES.contains(expression.getLanguage())
                && !REACHES_OUT.matcher(String.valueOf(expression.getExpression())).find();
    }

    /** All of a step that Camel looks into for what a message says. */
    private static String evaluated(FlowStep step) {
        List<String> texts = new ArrayList<>(List.of(step.text()));
        if (step.node() instanceof ToDynamicDefinition to) {
            texts.add(to.getUri());
        } else if (step.node() instanceof ThrowExceptionDefinition thrown) {
            texts.add(thrown.getMessage());
        } else if (step.node() instanceof SetHeaderDefinition set) {
            texts.add(set.getName());
        } else if (step.node() instanceof SetHeadersDefinition set) {
            set.getHeaders().forEach(one -> texts.add(one.getName()));
        }
        return String.join("\n", texts);
    }

    private void bean(FlowStep step, String provider) {
        if (step.node() instanceof BeanDefinition bean) {
            String method = String.valueOf(bean.getMethod()).split("\\(", 2)[0].strip();
            String called = bean.getRef() + "." + method;
            boolean own = OF_OWN_FLOWS.entrySet().stream().anyMatch(
                    flow -> step.flow().equals(provider + flow.getKey()) && flow.getValue().contains(called));
            boolean known = beans.stream().anyMatch(one -> one.startsWith(bean.getRef() + "."));
            if (bean.getBeanType() != null) {
                mistakes.addUnlessTold(
                        step.mistake(Rule.SLUICES_OWN,
                                "calls the class " + bean.getBeanType() + ", and a provider's route may"
                                        + " call " + String.join(", ", beans),
                                "beanType"));
            } else if (!beans.contains(called) && !own) {
                mistakes.addUnlessTold(
                        step.mistake(Rule.SLUICES_OWN,
                                "calls " + called + ", which is not for a provider's route: it may call "
                                        + String.join(", ", beans),
                                known ? method : String.valueOf(bean.getRef())));
            }
        }
    }

    private void target(FlowStep step, String provider) {
        String uri = step.node() instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
                : step.node() instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : null;
        if (uri == null) {
            return;
        }
        String filled = String.valueOf(step.filled(uri));
        String where = filled.split("\\?", 2)[0];
        String scheme = where.split(":", 2)[0];
        boolean direct = where.startsWith(Flows.DIRECT);
        String name = direct ? Flows.name(where) : "";
        if (name.equals(OF_THIS_PROVIDER)) {
            return;
        }
        String other = providers.names().stream().filter(known -> !known.equals(provider))
                .filter(known -> name.startsWith(known + "-") && !name.startsWith(provider + "-")).findFirst()
                .orElse(null);
        if (where.contains("${") || where.contains("{{")) {
            mistakes.addUnlessTold(
                    step.mistake(Rule.ANOTHER_PROVIDERS,
                            "goes to " + where + ", which only a message or a setting says: write where it"
                                    + " goes, or direct:" + OF_THIS_PROVIDER,
                            where));
        } else if (other != null) {
            mistakes.addUnlessTold(
                    step.mistake(Rule.ANOTHER_PROVIDERS,
                            "goes to direct:" + name + ", another provider's flow, where it is signed with"
                                    + " another key: go to direct:" + provider + "-http",
                            name));
        } else if (Flows.OWN.contains(name)) {
            mistakes.addUnlessTold(
                    step.mistake(Rule.SLUICES_OWN,
                            "goes to direct:" + name + ", a flow of Sluice's own, which would begin or end"
                                    + " a step inside of this one: leave that out",
                            name));
        } else if (scheme.matches("https?") && !step.flow().equals(provider + "-http")) {
            mistakes.addUnlessTold(step.mistake(Rule.BESIDE_ITS_STEP,
                    "goes to the network by itself, unsigned and not counted: go to direct:"
                            + provider + "-http",
                    where));
        } else if (!direct && !scheme.matches("log|https?")) {
            mistakes.addUnlessTold(
                    step.mistake(Rule.BESIDE_ITS_STEP,
                            "goes to " + scheme + ":, where its step does not wait for it or does not know"
                                    + " of it: a provider's route goes to direct: and log: alone",
                            scheme));
        }
    }
}
