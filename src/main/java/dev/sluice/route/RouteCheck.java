package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.contract.Contract;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.thisptr.jackson.jq.Scope;
import org.apache.camel.CamelContext;
import org.apache.camel.language.jq.JqLanguage;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.LogDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/**
 * Looks at all flows before any of them runs, and tells where one names what there is not: a variable, a function,
 * another flow, a bean, an option. Camel finds that when a message needs it, and jq makes null of it.
 */
public final class RouteCheck {

    private static final Pattern ARGUMENT = Pattern.compile("\\$\\{[^}]*}");
    private static final Pattern CREDENTIAL = Pattern.compile("addCredential\\([^,]*,[^,]*,\\s*'([^']*)'");

    private final CamelContext camel;
    private final Providers providers;
    private final Contract contract;
    private final FlowBeans beans;
    private final Mistakes mistakes;

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
        Scope scope = ((JqLanguage) camel.resolveLanguage("jq")).getRootScope();
        StrictJq.into(scope);
        Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        model.getRouteTemplateDefinitions()
                .forEach(template -> FlowStep.of(template.getRoute()).forEach(this::silence));
        List<RouteDefinition> routes = model.getRouteDefinitions();
        List<FlowStep> steps = routes.stream().flatMap(route -> FlowStep.of(route).stream()).toList();
        Set<String> set = new TreeSet<>();
        steps.forEach(step -> set.addAll(step.sets()));
        routes.stream().map(route -> route.getInput().getVariableReceive()).filter(Objects::nonNull).forEach(set::add);
        Map<String, RouteDefinition> beginnings = Flows.of(camel);
        Set<String> flows = beginnings.keySet();
        TargetCheck targets = new TargetCheck(camel, providers, mistakes, flows, flowsElsewhere);
        ExpressionCheck expressions = new ExpressionCheck(mistakes, scope, set, variablesElsewhere);
        LogCheck logs = new LogCheck(mistakes);
        UnmadeSteps unmade = new UnmadeSteps(camel, mistakes);
        for (FlowStep step : steps) {
            silence(step);
            targets.step(step);
            logs.step(step);
            unmade.step(step);
            bean(step);
            expressions.step(step);
            if (step.node() instanceof BeanDefinition bean && bean.getMethod() != null) {
                ARGUMENT.matcher(bean.getMethod()).results()
                        .forEach(argument -> expressions.simple(step, argument.group()));
            }
        }
        targets.routes(routes);
        new TakenCheck(mistakes).check(routes);
        Set<String> inside = new InsideStep(providers, mistakes, flows, beans.forProviders()).check(steps, routes);
        new QueueCheck(mistakes).check(steps, routes, inside);
        HttpCheck http = new HttpCheck(camel, mistakes);
        steps.forEach(http::step);
        ProviderFlowsCheck checked = new ProviderFlowsCheck(providers, contract, mistakes, steps, flows, set,
                flowsElsewhere, variablesElsewhere);
        providers.trees().forEach(checked::check);
        SentCheck sent = new SentCheck(providers, contract, mistakes, steps, beginnings);
        ReadCheck read = new ReadCheck(providers, steps, beginnings);
        AnswerCheck answers = new AnswerCheck(camel, mistakes, steps);
        providers.trees().forEach((provider, file) -> {
            if (flows.stream().filter(flow -> flow.startsWith(provider + "-"))
                    .noneMatch(flowsElsewhere)) {
                sent.check(provider, file);
                read.check(provider, file);
                if (contract.families().contains(file.path("family").asText())) {
                    answers.check(provider, file);
                }
            }
        });
        routes.forEach(checked::reads);
    }

    private void silence(FlowStep step) {
        if (step.node() instanceof LogDefinition log) {
            String message = String.valueOf(log.getMessage());
            if (SilentLogs.silence(log)) {
                mistakes.note(step.mistake(Rule.LOG_LEFT_OUT,
                        "has a log step that would write parts of messages: they are left out",
                        message.lines().findFirst().orElse("")));
            }
        }
    }

    private void bean(FlowStep step) {
        if (!(step.node() instanceof BeanDefinition bean) || bean.getRef() == null || bean.getRef().startsWith("#")) {
            return;
        }
        if (!beans.names().contains(bean.getRef()) && camel.getRegistry().lookupByName(bean.getRef()) != null) {
            return;
        }
        if (!beans.names().contains(bean.getRef())) {
            mistakes.add(step.mistake(Rule.UNKNOWN_BEAN,
                    "calls the bean " + bean.getRef() + ", which there is not"
                            + Nearest.hint(bean.getRef(), beans.names()),
                    bean.getRef()));
        } else if (bean.getMethod() != null) {
            String method = bean.getMethod().split("\\(", 2)[0].strip();
            if (bean.getMethod().contains("(") && !bean.getMethod().strip().endsWith(")")) {
                mistakes.add(step.mistake(Rule.UNKNOWN_BEAN,
                        "calls " + method + " without the bracket at the end of its arguments",
                        bean.getMethod()));
            }
            credential(step, bean.getMethod());
            Set<Integer> counts = beans.arguments(bean.getRef(), method);
            int given = arguments(bean.getMethod());
            if (given >= 0 && !counts.isEmpty() && !counts.contains(given)) {
                mistakes.add(step.mistake(Rule.UNKNOWN_BEAN,
                        "calls " + method + " of the bean " + bean.getRef() + " with " + given + " arguments; it takes "
                                + counts.stream().map(String::valueOf).collect(Collectors.joining(" or ")),
                        bean.getMethod()));
            }
            if (!beans.methods(bean.getRef()).contains(method)) {
                mistakes.add(step.mistake(Rule.UNKNOWN_BEAN,
                        "calls " + method + " of the bean " + bean.getRef() + ", which it does"
                                + " not have"
                                + Nearest.hint(method, beans.methods(bean.getRef())),
                        method));
            }
        }
    }

    private void credential(FlowStep step, String method) {
        Matcher named = CREDENTIAL.matcher(method);
        String provider = step.provider(providers.names());
        if (named.find() && provider != null && !providers.isMisshapen(provider)) {
            Set<String> known = new TreeSet<>();
            providers.tree(provider).path("credentials").forEach(credential -> known.add(credential.asText()));
            if (!known.contains(named.group(1))) {
                mistakes.add(step.mistake(Rule.UNKNOWN_CREDENTIAL,
                        "adds the credential " + named.group(1) + ", which is not in the list of"
                                + " credentials of " + provider
                                + Nearest.hint(named.group(1), known),
                        named.group(1)));
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
}
