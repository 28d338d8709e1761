package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.model.CatchDefinition;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.FinallyDefinition;
import org.apache.camel.model.PipelineDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.model.SetPropertyDefinition;
import org.apache.camel.model.SetVariableDefinition;
import org.apache.camel.model.SetVariablesDefinition;
import org.apache.camel.model.StepDefinition;
import org.apache.camel.model.ThrowExceptionDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransformDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.ValidateDefinition;
import org.apache.camel.model.WhenDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.reifier.language.ExpressionReifier;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;

/**
 * A provider's flow gone through with an answer that says nothing, without anything being called: its expressions are
 * evaluated, its beans are left out. A flow that makes a success of that makes one of any answer.
 */
final class Rehearsal {

    /** What is the same for every answer that came. */
    private static final Map<String, Object> GIVEN = Map.of("http", 200, "account", "default", "request", Json.object(),
            "reference", "");

    private static final class Failed extends RuntimeException {

        Failed() {
            super(null, null, false, false);
        }
    }

    private final CamelContext camel;
    private final Map<String, RouteDefinition> flows;
    private final String provider;
    private final JsonNode answer;
    private final Exchange exchange;
    private final Set<String> under = new HashSet<>();
    private boolean answered;
    private @Nullable FlowStep last;

    private Rehearsal(CamelContext camel, Map<String, RouteDefinition> flows, String provider, JsonNode answer) {
        this.camel = camel;
        this.flows = flows;
        this.provider = provider;
        this.answer = answer;
        this.exchange = new DefaultExchange(camel);
    }

    /** The step by which the call succeeds with this answer, empty where it does not. */
    static Optional<FlowStep> success(CamelContext camel, Map<String, RouteDefinition> flows, String provider,
            String call, JsonNode answer) {
        return of(camel, flows, provider, call, answer)
                .filter(rehearsal -> rehearsal.left().path("success").equals(BooleanNode.TRUE))
                .map(rehearsal -> rehearsal.last);
    }

    /** The step by which a question is answered with one of these codes, empty where it is not. */
    static Optional<FlowStep> code(CamelContext camel, Map<String, RouteDefinition> flows, String provider,
            String call, JsonNode answer, Set<String> codes) {
        return of(camel, flows, provider, call, answer)
                .filter(rehearsal -> codes.contains(rehearsal.left().path("code").asText()))
                .map(rehearsal -> rehearsal.last);
    }

    /** Gone through to its end, empty where it fails before or nothing answers. */
    private static Optional<Rehearsal> of(CamelContext camel, Map<String, RouteDefinition> flows, String provider,
            String call, JsonNode answer) {
        Rehearsal rehearsal = new Rehearsal(camel, flows, provider, answer);
        GIVEN.forEach(rehearsal.exchange::setVariable);
        rehearsal.exchange.setVariable("provider", provider);
        rehearsal.exchange.setVariable("call", call);
        rehearsal.exchange.getMessage().setBody(Json.object());
        try {
            rehearsal.flow(provider + "-" + call);
        } catch (Failed e) {
            return Optional.empty();
        }
        return rehearsal.answered ? Optional.of(rehearsal) : Optional.empty();
    }

    /** What stands in the body in the end. */
    private JsonNode left() {
        Object body = exchange.getMessage().getBody();
        try {
            return body instanceof String text ? Json.read(text, Json.Numbers.KEPT)
                    : body instanceof JsonNode node ? node : Json.object();
        } catch (Unreadable e) {
            return Json.object();
        }
    }

    private void flow(String name) {
        RouteDefinition route = flows.get(name);
        if (route != null && under.add(name)) {
            steps(route, route.getOutputs());
            under.remove(name);
        }
    }

    private void steps(RouteDefinition route, List<ProcessorDefinition<?>> nodes) {
        nodes.stream().filter(node -> !"true".equals(node.getDisabled())).forEach(node -> step(route, node));
    }

    private void step(RouteDefinition route, ProcessorDefinition<?> node) {
        FlowStep step = FlowStep.of(route, node);
        if (node instanceof SetBodyDefinition || node instanceof TransformDefinition) {
            exchange.getMessage().setBody(value(step.expressions().get(0)));
            last = step;
        } else if (node instanceof SetVariableDefinition set) {
            exchange.setVariable(set.getName(), value(set.getExpression()));
        } else if (node instanceof SetVariablesDefinition several) {
            several.getVariables().forEach(set -> exchange.setVariable(set.getName(), value(set.getExpression())));
        } else if (node instanceof SetHeaderDefinition set) {
            exchange.getMessage().setHeader(set.getName(), value(set.getExpression()));
        } else if (node instanceof SetHeadersDefinition several) {
            several.getHeaders()
                    .forEach(set -> exchange.getMessage().setHeader(set.getName(), value(set.getExpression())));
        } else if (node instanceof SetPropertyDefinition set) {
            exchange.setProperty(set.getName(), value(set.getExpression()));
        } else if (node instanceof ToDynamicDefinition to) {
            to(step.filled(to.getUri()));
        } else if (node instanceof EndpointRequiredDefinition to) {
            to(step.filled(to.getEndpointUri()));
        } else if (node instanceof ChoiceDefinition choice) {
            choice(route, choice);
        } else if (node instanceof TryDefinition tried) {
            attempt(route, tried);
        } else if (node instanceof ThrowExceptionDefinition
                || node instanceof ValidateDefinition && !holds(step.expressions().get(0))) {
            throw new Failed();
        } else if (node instanceof PipelineDefinition || node instanceof StepDefinition
                || node instanceof FilterDefinition filter && holds(filter.getExpression())) {
            steps(route, node.getOutputs());
        }
    }

    private void to(String uri) {
        if (uri.equals("direct:" + provider + "-http") || uri.equals("direct:${variable.provider}-http")) {
            answered = true;
            last = null;
            exchange.getMessage().setBody(answer.deepCopy());
        } else if (uri.startsWith(Flows.DIRECT)) {
            flow(Flows.name(uri));
        }
    }

    private void choice(RouteDefinition route, ChoiceDefinition choice) {
        Optional<WhenDefinition> taken = choice.getWhenClauses().stream().filter(when -> holds(when.getExpression()))
                .findFirst();
        if (taken.isPresent()) {
            steps(route, taken.get().getOutputs());
        } else if (choice.getOtherwise() != null) {
            steps(route, choice.getOtherwise().getOutputs());
        }
    }

    private void attempt(RouteDefinition route, TryDefinition tried) {
        List<ProcessorDefinition<?>> parts = tried.getOutputs();
        try {
            steps(route, parts.stream()
                    .filter(part -> !(part instanceof CatchDefinition || part instanceof FinallyDefinition)).toList());
        } catch (Failed e) {
            CatchDefinition caught = parts.stream().filter(CatchDefinition.class::isInstance)
                    .map(CatchDefinition.class::cast).findFirst().orElseThrow(() -> e);
            steps(route, caught.getOutputs());
        }
        parts.stream().filter(FinallyDefinition.class::isInstance).forEach(part -> steps(route, part.getOutputs()));
    }

    private Object value(ExpressionDefinition expression) {
        return evaluated(expression, () -> ExpressionReifier.reifier(camel, expression).createExpression()
                .evaluate(exchange, Object.class), Json.object());
    }

    private boolean holds(ExpressionDefinition expression) {
        return evaluated(expression,
                () -> ExpressionReifier.reifier(camel, expression).createPredicate().matches(exchange), false);
    }

    /** Before the answer nothing is known of the request, and that an expression needs it is no fault. */
    private <T> T evaluated(ExpressionDefinition expression, Supplier<T> evaluation, T unknown) {
        if (InsideStep.staysInside(expression)) {
            try {
                return evaluation.get();
            } catch (RuntimeException e) {
                // It fails with a message too.
            }
        }
        if (answered) {
            throw new Failed();
        }
        return unknown;
    }
}
