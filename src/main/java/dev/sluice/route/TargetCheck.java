package dev.sluice.route;

import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.EndpointUriFactory;

/** Looks where flows begin, go and end. */
final class TargetCheck {

    private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9-]*)(?::[^?]*)?(?:\\?(.*))?", Pattern.DOTALL);
    private static final Set<String> SCHEMES = Set.of("direct", "http", "https", "jms", "log", "timer",
            "platform-http");

    private final CamelContext camel;
    private final Providers providers;
    private final Mistakes mistakes;
    private final Set<String> flows;
    private final Predicate<String> elsewhere;
    private final OptionCheck values;

    /** @param elsewhere flows that there may be although they are not known here */
    TargetCheck(CamelContext camel, Providers providers, Mistakes mistakes, Set<String> flows,
            Predicate<String> elsewhere) {
        this.camel = camel;
        this.providers = providers;
        this.mistakes = mistakes;
        this.flows = flows;
        this.elsewhere = elsewhere;
        this.values = new OptionCheck(camel, providers);
    }

    void step(FlowStep step) {
        target(step);
        if (step.node() instanceof EndpointRequiredDefinition fixed) {
            endpoint(fixed.getEndpointUri(), step::mistake);
            settings(step.filled(fixed.getEndpointUri()), step::mistake);
        }
        step.expressions().forEach(expression -> settings(step.filled(expression.getExpression()), step::mistake));
        if (step.provider(providers.names()) == null) {
            outside(step);
        }
    }

    void routes(List<RouteDefinition> routes) {
        for (RouteDefinition route : routes) {
            PartMistake mistake = (rule, reason, word) -> RoutePlace.mistake(rule, route, route.getInput(),
                    reason, word);
            endpoint(route.getInput().getEndpointUri(), mistake);
            settings(Flows.filled(route.getInput().getEndpointUri(), route.getTemplateParameters()), mistake);
            String provider = Flows.beginning(route, route.getTemplateParameters()).split("-", 2)[0];
            if ("false".equalsIgnoreCase(route.getAutoStartup()) && providers.names().contains(provider)) {
                mistakes.add(mistake.of(Rule.NEVER_SENT,
                        "is never started (autoStartup), and calls of " + provider + " go there: leave that out",
                        "autoStartup"));
            }
        }
    }

    private void target(FlowStep step) {
        String written = step.node() instanceof ToDynamicDefinition dynamic ? dynamic.getUri()
                : step.node() instanceof EndpointRequiredDefinition fixed ? fixed.getEndpointUri() : null;
        if (written == null) {
            return;
        }
        String uri = step.filled(written);
        if (uri.startsWith(Flows.DIRECT) && !uri.contains("${") && !uri.contains("{{")
                && !flows.contains(Flows.name(uri))
                && !elsewhere.test(Flows.name(uri)) && !providers.isUnreadable(Flows.name(uri).split("-", 2)[0])) {
            mistakes.add(step.mistake(Rule.UNKNOWN_TARGET,
                    "goes to direct:" + Flows.name(uri) + ", where no route begins: correct the"
                            + " name, or write that route"
                            + Nearest.hint(Flows.name(uri), flows),
                    Flows.name(written)));
        }
    }

    /**
     * Camel finds what an address says wrong when it makes the flow; of some it makes a query of the request instead.
     */
    private void endpoint(String uri, PartMistake mistake) {
        Matcher address = ADDRESS.matcher(uri);
        if (!address.matches()) {
            return;
        }
        String scheme = address.group(1);
        EndpointUriFactory options = camel.getCamelContextExtension().getEndpointUriFactory(scheme);
        if (options == null) {
            mistakes.add(mistake.of(Rule.NOT_BROUGHT,
                    "goes to " + scheme + ":, which Sluice does not bring" + Nearest.hint(scheme, SCHEMES), scheme));
            return;
        }
        for (String option : address.group(2) == null ? new String[0] : address.group(2).split("&", 0)) {
            String name = option.split("=", 2)[0];
            boolean known = name.isEmpty() || options.propertyNames().contains(name)
                    || options.multiValuePrefixes().values().stream().anyMatch(name::startsWith);
            String hint = known ? "" : Nearest.hint(name, options.propertyNames());
            if (!known && (!options.isLenientProperties() || !hint.isEmpty())) {
                mistakes.add(mistake.of(Rule.UNKNOWN_OPTION,
                        "gives " + scheme + ": the option " + name + ", which it does not have" + hint, name));
            } else if (option.contains("=")) {
                values.fault(scheme, name, option.substring(option.indexOf('=') + 1)).ifPresent(why -> mistakes
                        .add(mistake.of(Rule.UNKNOWN_OPTION,
                                "gives " + scheme + ": the option " + name + ", which " + why, name)));
            }
        }
    }

    private void settings(String text, PartMistake mistake) {
        values.unknownSetting(String.valueOf(text))
                .ifPresent(
                        what -> mistakes.add(mistake.of(Rule.UNKNOWN_SETTING, "names " + what, what.split(",", 2)[0])));
    }

    /** A call belongs to a step, which knows whether it may be made and what came of it. */
    private void outside(FlowStep step) {
        String uri = step.node() instanceof EndpointRequiredDefinition fixed
                ? String.valueOf(step.filled(fixed.getEndpointUri())) : "";
        String target = uri.startsWith(Flows.DIRECT) ? Flows.name(uri) : "";
        boolean mayBeCalled = step.route().getInput().getEndpointUri().startsWith(Flows.DIRECT);
        if (!mayBeCalled && providers.names().stream().anyMatch(provider -> target.startsWith(provider + "-"))) {
            mistakes.add(step.mistake(Rule.OUTSIDE_EVERY_STEP,
                    "calls a provider by direct:" + target + " outside every step: a request on a"
                            + " queue is how one is called",
                    target));
        }
    }
}
