package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.contract.Contract;
import dev.sluice.contract.Template;
import dev.sluice.json.Json;
import dev.sluice.provider.MinorUnits;
import dev.sluice.provider.Providers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetBodyDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.language.ExpressionDefinition;

/**
 * Looks whether calls say what they must: an operation all that a request must have, a question which order it is
 * about. Where no route of an operator makes a call, that stands in the file alone.
 */
final class SentCheck {

    private static final String REQUEST_ID = "requestId";
    private static final Set<String> NAMING = Set.of(REQUEST_ID, "providerReference");
    /** What a path may have beside the order's number, and the same for each order. */
    private static final Set<String> OF_ALL = Set.of("account", "call", "expiresAt", "fixedAmount", "http",
            MinorUnits.AMOUNT, "operation", "provider", "retryAfter", "webhookUrl");
    private static final Pattern NAMES_REQUEST = Pattern.compile("\\.requestId\\b|\"requestId\"");
    private static final Pattern NAMES_ORDER = Pattern
            .compile("\\.(requestId|providerReference|earlier)\\b|\"(requestId|providerReference|reference)\"");

    private final Providers providers;
    private final Contract contract;
    private final Mistakes mistakes;
    private final List<FlowStep> steps;
    private final Reach reach;
    private final Map<String, RouteDefinition> flows;

    SentCheck(Providers providers, Contract contract, Mistakes mistakes, List<FlowStep> steps,
            Map<String, RouteDefinition> flows) {
        this.providers = providers;
        this.contract = contract;
        this.mistakes = mistakes;
        this.steps = steps;
        this.reach = new Reach(steps);
        this.flows = flows;
    }

    void check(String provider, JsonNode file) {
        String member = contract.member(file.path("family").asText());
        if (member == null || providers.isMisshapen(provider)) {
            return;
        }
        file.path("operations").properties().forEach(operation -> {
            if (isServed(operation.getValue())) {
                if (isOfFile(provider, operation.getKey())) {
                    operation(provider, file, operation.getKey(), member);
                } else {
                    routed(provider, operation.getKey(), operation.getValue());
                }
                question(provider, file, operation.getKey(), operation.getValue());
            }
        });
        circles(provider);
    }

    /** An operation of which the operator has yet to set the path is refused when it is asked for. */
    static boolean isServed(JsonNode call) {
        return !call.path("path").asText("none").isEmpty();
    }

    static boolean isMade(RouteDefinition flow) {
        return flow.getTemplateParameters() != null;
    }

    /** Whether the call is made of what its file says. */
    private boolean isOfFile(String provider, String call) {
        RouteDefinition flow = flows.get(provider + "-" + call);
        return flow != null && isMade(flow);
    }

    private void operation(String provider, JsonNode file, String name, String member) {
        JsonNode operation = file.path("operations").path(name);
        String key = "operations." + name;
        if (!operation.has("path")) {
            providers.wrong(Rule.UNSENDABLE_CALL, provider, key,
                    "has no path, and no route of its own that names another call: write"
                            + " path, or path: \"\" until"
                            + " it is known");
            return;
        }
        boolean get = operation.path("method").asText().equals("GET");
        if (get && Template.saysSomething(operation.path("body"))) {
            providers.wrong(Rule.UNSENDABLE_CALL, provider, key + ".method",
                    "is GET, with which nothing of body is sent: say POST, or"
                            + " take the body away");
            return;
        }
        Set<String> sent = named(operation);
        String about = operation.at("/about/field").asText();
        boolean accepted = operation.path("success").asText().equals("accepted");
        Set<String> needed = new LinkedHashSet<>();
        operation.at("/fields/required").forEach(field -> needed.add(field.asText()));
        List.of("amount", "currency").stream()
                .filter(field -> accepted && operation.at("/fields/properties").has(field)).forEach(needed::add);
        boolean namesEarlier = isFlows(operation) || sent.stream().anyMatch(place -> place.startsWith("earlier."));
        for (String field : needed) {
            String place = member + "." + field;
            boolean stands = sent.stream().anyMatch(one -> one.equals(place) || one.startsWith(place + "."))
                    || field.equals("amount") && MinorUnits.isNamedIn(sent);
            if (!stands && !(field.equals(about) && namesEarlier)
                    && !isOneValue(operation.at("/fields/properties/" + field))) {
                providers.wrong(Rule.LEFT_OUT, provider, key + (get ? "" : ".body"),
                        "leaves out " + place + ", which producers"
                                + " give and the provider would"
                                + " never be told: write {" + place + "}, or take it from fields");
            }
        }
        if (operation.path("path").asText().contains("{reference}") && !operation.has("about")) {
            providers.wrong(Rule.UNSENDABLE_CALL, provider, key + ".path",
                    "has the place {reference}, and what is only being made has"
                            + " none at the provider yet");
        }
        boolean asked = operation.path("lost").asText().equals("ask")
                || named(file.path("calls").path(operation.path("ask").asText())).contains(REQUEST_ID);
        boolean again = isPaidAgain(operation);
        boolean told = accepted && !operation.has("about") && !file.at("/webhook/places/order-id").asText().isEmpty();
        if (!sent.contains(REQUEST_ID) && (asked || again || told)) {
            providers.wrong(Rule.LEFT_OUT, provider, key + (get ? "" : ".body"),
                    "leaves out {" + REQUEST_ID + "}, by which " + (asked ? "the question finds the order"
                            : again ? "the provider could tell that a call is made again" : "webhooks name the order"));
        }
        numbers(provider, key, operation, member);
    }

    /** Whether its path has a place that the flow fills, such as the provider's number of the order. */
    private static boolean isFlows(JsonNode call) {
        return Template.places(call.path("path")).stream()
                .anyMatch(place -> place.matches("[A-Za-z]+") && !place.equals(REQUEST_ID) && !OF_ALL.contains(place));
    }

    /** The places by which a call may name its order; user name and password are none. */
    private static Set<String> named(JsonNode call) {
        return call.isObject() ? Template.sent(call.<ObjectNode>deepCopy().without("basic")) : Set.of();
    }

    /** What can be one thing only tells the provider nothing. */
    private static boolean isOneValue(JsonNode field) {
        return field.has("const") || field.path("enum").size() == 1;
    }

    /** A member that is to be a number and can never be one. */
    private void numbers(String provider, String key, JsonNode operation, String member) {
        operation.path("numbers").forEach(number -> {
            String text = operation.path("body").at(Json.place(number.asText())).asText("");
            JsonNode words = operation
                    .at("/fields/properties/" + text.replaceAll("^\\{" + member + "\\.|}$", "") + "/enum");
            if (words.isArray() && StreamSupport.stream(words.spliterator(), false)
                    .noneMatch(word -> word.asText().matches("-?[0-9.]+"))) {
                providers.wrong(Rule.AMOUNT_DIGITS, provider, key + ".numbers",
                        "names " + number.asText() + ", which is one of " + words + " and no number");
            }
        });
    }

    /** A route may name another call, whose path counts then. */
    private void routed(String provider, String name, JsonNode operation) {
        RouteDefinition flow = flows.get(provider + "-" + name);
        if (flow != null && !operation.has("path")
                && reach.of(provider, name).stream().noneMatch(step -> step.sets().contains("path"))) {
            providers.wrong(Rule.UNSENDABLE_CALL, provider, "operations." + name,
                    "has no path, and its route sets no variable path, by"
                            + " which another call is named");
        }
        boolean names = named(operation).contains(REQUEST_ID) || reach.of(provider, name).stream()
                .anyMatch(step -> NAMES_REQUEST.matcher(step.text()).find());
        if (flow != null && isPaidAgain(operation) && !names) {
            providers.wrong(Rule.REPEAT_WITHOUT_KEY, provider, "operations." + name + ".lost",
                    "is repeat, and its route sends no requestId, by"
                            + " which the provider could tell that a call is made again: send it, or say ask or person");
        }
        sends(provider, name);
    }

    /** Whether what may have moved money is asked for once more. */
    private static boolean isPaidAgain(JsonNode operation) {
        return operation.path("lost").asText().equals("repeat")
                && (operation.path("success").asText().equals("accepted")
                        || operation.at("/fields/properties").has("amount"));
    }

    /** A route of a call makes its request by the flow that signs and counts. */
    private void sends(String provider, String call) {
        RouteDefinition flow = flows.get(provider + "-" + call);
        List<FlowStep> reached = reach.of(provider, call);
        boolean computed = reached.stream().anyMatch(step -> step.node() instanceof ToDynamicDefinition);
        if (flow != null && !computed
                && reached.stream().noneMatch(step -> Reach.target(step).equals(provider + "-http"))) {
            mistakes.add(RoutePlace.mistake(Rule.NEVER_SENT, flow, flow,
                    "never goes to direct:" + provider + "-http, so that"
                            + " nothing would be sent: add that step,"
                            + " not disabled"));
        }
    }

    private void question(String provider, JsonNode file, String name, JsonNode operation) {
        String ask = operation.path("ask").asText();
        JsonNode call = file.path("calls").path(ask);
        if (call.isMissingNode() || !isServed(call)) {
            return;
        }
        boolean byReference = isFlows(call);
        if (!isOfFile(provider, ask)) {
            if (call.has("list")) {
                providers.wrong(Rule.NO_EFFECT, provider, "calls." + ask + ".list",
                        "is read where the file says all of the question,"
                                + " and a route does: take the route away, or find the order there");
            }
            sends(provider, ask);
            boolean named = byReference || NAMING.stream().anyMatch(named(call)::contains)
                    || steps.stream()
                            .noneMatch(step -> step.flow().equals(provider + "-" + ask)
                                    && step.node() instanceof SetBodyDefinition)
                    || reach.of(provider, ask).stream().flatMap(step -> step.expressions().stream())
                            .map(ExpressionDefinition::getExpression)
                            .anyMatch(text -> NAMES_ORDER.matcher(String.valueOf(text)).find());
            if (flows.containsKey(provider + "-" + ask) && !named) {
                providers.wrong(Rule.NAMELESS_QUESTION, provider, "calls." + ask,
                        "asks about no order: neither its path nor its route"
                                + " names requestId or"
                                + " providerReference");
            }
            return;
        }
        JsonNode list = call.path("list");
        // A header is passed over easily, and the answer is then about all orders.
        Set<String> places = named(list.has("none") ? call.<ObjectNode>deepCopy().without("headers") : call);
        boolean found = !list.isMissingNode() && !list.has("none");
        boolean named = places.contains(REQUEST_ID) || found && list.path("item").has(REQUEST_ID);
        byReference |= places.contains("providerReference") || found && list.path("item").has("providerReference");
        if (!named && !byReference) {
            providers.wrong(Rule.NAMELESS_QUESTION, provider,
                    "calls." + ask + (call.path("body").isMissingNode() ? ".path" : ".body"),
                    "names no order, so that no answer to it could be believed: write {requestId} in its path, query"
                            + " or body, or {reference} in its path");
        } else if (!named && operation.path("lost").asText().equals("ask")) {
            providers.wrong(Rule.NAMELESS_QUESTION, provider, "operations." + name + ".lost",
                    "is ask, and the question " + ask
                            + " names the order by the provider's"
                            + " number alone, which is not known of a lost answer: name {requestId} in it, or say person");
        }
        boolean tells = !file.at("/places/reference").asText().isEmpty()
                || !operation.at("/places/reference").asText().isEmpty();
        if (!named && byReference && !tells && isOfFile(provider, name)) {
            providers.wrong(Rule.NAMELESS_QUESTION, provider, "operations." + name,
                    "is asked about by the provider's number, and no place"
                            + " of its answer is named for"
                            + " that: set places.reference");
        }
    }

    private void circles(String provider) {
        steps.stream()
                .filter(step -> step.flow().startsWith(provider + "-") && Reach.target(step).startsWith(provider + "-"))
                .forEach(step -> {
                    String target = Reach.target(step);
                    if (reach.of(provider, target.substring(provider.length() + 1)).stream()
                            .anyMatch(other -> other.route() == step.route())) {
                        mistakes.add(
                                step.mistake(Rule.NEVER_SENT,
                                        "goes in a circle, for direct:" + target + " comes back here", target));
                    }
                });
    }
}
