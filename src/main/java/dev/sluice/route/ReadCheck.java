package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.Rule;
import dev.sluice.provider.CallPlan;
import dev.sluice.provider.Providers;
import dev.sluice.text.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.RouteDefinition;

/**
 * Looks for calls that nobody makes, and for words of a provider that stand in its file and that no answer can hold.
 */
final class ReadCheck {

    private final Providers providers;
    private final List<FlowStep> steps;
    private final Map<String, RouteDefinition> flows;

    ReadCheck(Providers providers, List<FlowStep> steps, Map<String, RouteDefinition> flows) {
        this.providers = providers;
        this.steps = steps;
        this.flows = flows;
    }

    void check(String provider, JsonNode file) {
        if (providers.isMisshapen(provider)) {
            return;
        }
        orphans(provider, file);
        if (isWhole(provider, file)) {
            answers(provider, file);
        }
    }

    /** Whether the file alone says what answers mean: no flow of an operator's own stands beside it, or is missing. */
    private boolean isWhole(String provider, JsonNode file) {
        return flows.entrySet().stream().filter(flow -> flow.getKey().startsWith(provider + "-"))
                .allMatch(flow -> SentCheck.isMade(flow.getValue()))
                && file.path("operations").properties().stream()
                        .filter(operation -> SentCheck.isServed(operation.getValue()))
                        .allMatch(operation -> flows.containsKey(provider + "-" + operation.getKey()));
    }

    /** One that is asked by nobody is misspelt, here or where it is meant. */
    private void orphans(String provider, JsonNode file) {
        Set<String> asked = new TreeSet<>(CallPlan.BESIDE_ORDERS);
        file.path("operations").forEach(operation -> asked.add(operation.path("ask").asText()));
        boolean computed = steps.stream()
                .anyMatch(step -> step.flow().startsWith(provider + "-") && step.sets().contains("path"));
        file.path("calls").fieldNames().forEachRemaining(call -> {
            RouteDefinition flow = flows.get(provider + "-" + call);
            boolean unmade = !asked.contains(call) && !computed && (flow == null || SentCheck.isMade(flow));
            // One that is kept for later does no harm; one that is a slip leaves the meant one without what it says.
            if (unmade && !Nearest.hint(call, asked).isEmpty()) {
                providers.wrong(Rule.NO_EFFECT, provider, "calls." + call,
                        "is made by nobody: no operation has ask: " + call + Nearest.hint(call, asked));
            }
        });
    }

    /** Words that answers hold nowhere; of a provider without routes only the file says where. */
    private void answers(String provider, JsonNode file) {
        boolean served = false;
        for (JsonNode operation : file.path("operations")) {
            served |= SentCheck.isServed(operation) && operation.path("success").asText().equals("accepted");
        }
        boolean asked = false;
        boolean told = names(file.path("places"), "status");
        for (JsonNode operation : file.path("operations")) {
            JsonNode question = file.path("calls").path(operation.path("ask").asText());
            asked |= SentCheck.isServed(operation) && SentCheck.isServed(question) && operation.has("ask");
            told |= names(question.path("places"), "status");
        }
        boolean status = asked ? told : isNamed(file, "status");
        JsonNode statuses = file.at("/answers/statuses");
        if (served && !status) {
            providers.wrong(Rule.NEVER_COMPLETED, provider, "places",
                    "names no place of the status, by which alone an order that was"
                            + " accepted ends: set places.status");
        } else if (served && statuses.path("completed").isEmpty()) {
            providers.wrong(Rule.NEVER_COMPLETED, provider, "answers.statuses",
                    "lists no word for completed, so that no order that was"
                            + " accepted could ever complete");
        }
        file.at("/answers/codes").fieldNames().forEachRemaining(code -> {
            if (!code.matches("[1-5][0-9]{2}") && !isNamed(file, "code")) {
                providers.wrong(Rule.NO_EFFECT, provider, "answers.codes." + code,
                        "is read nowhere, for no place of a code is"
                                + " named: set places.code");
            }
        });
    }

    private static boolean isNamed(JsonNode file, String place) {
        boolean named = names(file.path("places"), place) || names(file.at("/webhook/places"), place);
        for (String part : List.of("operations", "calls")) {
            for (JsonNode call : file.path(part)) {
                named |= names(call.path("places"), place);
            }
        }
        return named;
    }

    /** A pointer, or a list of them. */
    private static boolean names(JsonNode places, String place) {
        return !places.path(place).asText().isEmpty() || !places.path(place).isEmpty();
    }
}
