package dev.sluice.lane;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.provider.CallPlan;
import dev.sluice.queue.Lane;
import dev.sluice.queue.Queues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The flows that follow from a provider's file, each an instance of a template in {@code routes/}: its lanes for every
 * account, and a templated one for each call that the file describes whole. Where a route file has such a flow of its
 * own, that one stays.
 */
public final class ProviderLanes {

    /** What a template is instantiated with. */
    public record Flow(String template, String id, Map<String, Object> parameters) {
    }

    private static final Set<String> LANES = Set.of("intake", "submit", "polls", "webhooks", "connectivity");

    private ProviderLanes() {
    }

    /** The door of the queue that all providers of a family share. */
    public static Flow door(String family) {
        return new Flow("intake", family + "-intake", Map.of("family", family, "queue", Queues.requests(family)));
    }

    /** The door of the queue by which the status of requests is asked: one at a time, so that orders come first. */
    public static Flow enquiries(String family) {
        return new Flow("intake", family + "-status",
                Map.of("family", family, "queue", Queues.status(family), "consumers", "1"));
    }

    /** @param file the provider's file with the settings over it; may have mistakes */
    public static List<Flow> of(String provider, JsonNode file) {
        String family = file.path("family").asText();
        String prefix = family + "-" + provider + "-";
        List<Flow> flows = new ArrayList<>();
        flows.add(new Flow("intake", prefix + "intake",
                Map.of("family", family, "queue", Queues.requests(family, provider), "provider", provider)));
        accounts(file).forEach(account -> Stream.of("submit", "polls")
                .map(template -> of(family, template, new Lane(provider, account))).forEach(flows::add));
        flows.add(new Flow("http", prefix + "http", Map.of("provider", provider)));
        if (file.has("webhook")) {
            flows.add(new Flow("webhooks", prefix + "webhooks", Map.of("provider", provider)));
        }
        if (file.path("calls").has("ping")) {
            flows.add(new Flow("connectivity", prefix + "connectivity", Map.of("provider", provider)));
        }
        calls(file).forEach((call, described) -> {
            if (isWhole(file, call, described)) {
                flows.add(new Flow(described.path("list").has("pages") ? "paged" : "templated",
                        prefix + (LANES.contains(call) ? "call-" : "") + call,
                        Map.of("provider", provider, "call", call)));
            }
        });
        if (file.path("token").has("places")) {
            Stream.of("login", "refresh").filter(call -> isSent(file.path("calls").path(call))).forEach(call -> flows
                    .add(new Flow("token", prefix + call, Map.of("provider", provider, "call", call))));
        }
        return flows;
    }

    /** The queues that a provider's messages come by; one that nobody reads keeps them for ever. */
    public static List<String> queues(String provider, JsonNode file) {
        List<String> queues = new ArrayList<>(List.of(Queues.requests(file.path("family").asText(), provider)));
        accounts(file).forEach(account -> {
            Lane lane = new Lane(provider, account);
            queues.addAll(List.of(lane.submissions(), lane.asks()));
        });
        if (file.has("webhook")) {
            queues.add(Queues.webhooks(provider));
        }
        return queues;
    }

    private static Set<String> accounts(JsonNode file) {
        Set<String> accounts = new TreeSet<>(Set.of(Lane.DEFAULT));
        file.path("accounts").fieldNames().forEachRemaining(accounts::add);
        return accounts;
    }

    /** One of the two flows of an account. */
    static Flow of(String family, String template, Lane lane) {
        String account = lane.account().equals(Lane.DEFAULT) ? "" : lane.account() + "-";
        return new Flow(template, family + "-" + lane.provider() + "-" + account + template,
                Map.of("provider", lane.provider(), "account", lane.account(), "lane", lane.suffix()));
    }

    /** Whether the file says both what is sent and what an answer means. */
    private static boolean isWhole(JsonNode file, String call, JsonNode described) {
        String by = described.path("success-by")
                .asText(file.path("places").isEmpty() && described.path("places").isEmpty()
                        ? "mapping" : "place");
        return isSent(described) && !by.equals("mapping") && !CallPlan.BESIDE_ORDERS.contains(call);
    }

    private static boolean isSent(JsonNode described) {
        return !described.isMissingNode() && (described.has("body") || !CallPlan.hasBody(described));
    }

    private static Map<String, JsonNode> calls(JsonNode file) {
        Map<String, JsonNode> calls = new LinkedHashMap<>();
        Stream.of("operations", "calls").flatMap(part -> file.path(part).properties().stream())
                .forEach(call -> calls.putIfAbsent(call.getKey(), call.getValue()));
        return calls;
    }
}
