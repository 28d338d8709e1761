package dev.sluice.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One operation of one provider, and what the file says must become of it; policy and tables decide, never the name.
 */
final class Trial {

    private static final AtomicInteger COUNT = new AtomicInteger();
    /** What the strictest of the providers takes; small letters alone, too. */
    private static final int SHORTEST_REQUEST_ID = 38;
    private static final Set<String> PAUSES = Set.of("COMPLETED", "FAILED", "REJECTED", "UNRESOLVED");

    final Shipped provider;
    final String operation;
    final JsonNode file;
    final Recorded recorded;
    final ScriptedProvider scripted;
    final String id;
    private final World world;
    private volatile boolean left;
    private final Map<String, List<Reply>> script = new HashMap<>();

    Trial(World world, Shipped provider, String operation, String what) {
        this.world = world;
        this.provider = provider;
        this.operation = operation;
        this.file = provider.operation(operation);
        this.recorded = provider.recorded();
        this.scripted = world.provider(provider.name());
        String name = COUNT.incrementAndGet() + "-" + what.replaceAll("[^A-Za-z0-9]+", "-").toLowerCase(Locale.ROOT);
        this.id = name.substring(0, Math.min(name.length(), SHORTEST_REQUEST_ID));
        if (provider.file().has("token")) {
            script.put("login", List.of(Reply.ok(recorded.answer("login", id))));
        }
        String ask = question();
        if (ask != null) {
            script.put(ask, List.of(Reply.ok(recorded.answer(ask, id))));
        }
    }

    /** The same operation for another request. */
    Trial another() {
        return new Trial(world, provider, operation, "another");
    }

    /** The call that carries the operation out. */
    String call() {
        return recorded.carriedBy(operation);
    }

    /** The call that asks what became of an order, null where there is none. */
    String question() {
        String ask = file.path("ask").asText(null);
        return ask == null || provider.call(ask).path("path").asText().isEmpty() ? null : ask;
    }

    boolean isOrder() {
        return file.path("success").asText().equals("accepted");
    }

    Reply good() {
        return Reply.ok(recorded.answer(call(), id));
    }

    Reply status(String call, String status) {
        JsonNode answer = recorded.answer(call, id, "status",
                new com.fasterxml.jackson.databind.node.TextNode(status));
        return answer == null ? null : Reply.ok(answer);
    }

    Trial answers(Reply... replies) {
        script.put(call(), List.of(replies));
        return this;
    }

    Trial tells(Reply... replies) {
        script.put(question(), List.of(replies));
        return this;
    }

    Trial logsIn(Reply... replies) {
        script.put("login", List.of(replies));
        return this;
    }

    /** Sends the request, waits for a result of this status and gives the statuses so far. */
    List<String> until(String status) {
        scripted.play(script);
        return send(status);
    }

    /** Sends the request and waits for its first result, whatever it is. */
    void any() {
        scripted.play(script);
        world.send(provider.family(), request());
        world.await(id, "anything", result -> true);
    }

    /** Waits for the end where the provider goes on being called, so that no call comes in the next trial. */
    void rest() {
        String status = last().path("status").asText();
        if (!PAUSES.contains(status) && !(status.equals("UNKNOWN")
                && LostAnswer.policy(this, last().hasNonNull("providerReference")).equals("person"))) {
            awaited("");
        }
    }

    List<String> end() {
        return until("");
    }

    /** Waits for a result of this status to what was sent before. */
    List<String> thenUntil(String status) {
        return awaited(status);
    }

    /** Brings Sluice what the provider says by itself, with this text in place of its signature. */
    HttpResponse<String> deliver(JsonNode delivery, String signed) {
        Map<String, String> headers = new HashMap<>();
        delivery.path("headers").properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText().replace("{signed}", signed)));
        return world.deliver(provider.name(), headers, delivery.path("body").asText().replace("{signed}", signed));
    }

    /** As {@link #end} for a provider that cannot be reached when the request comes, and can a little later. */
    List<String> endThoughAway() {
        scripted.play(script);
        scripted.close();
        try {
            world.send(provider.family(), request());
            world.settle(id, 400);
            assertThat(history()).as("nothing is published while the provider is away").isEmpty();
        } finally {
            scripted.open();
        }
        return awaited("");
    }

    private List<String> send(String status) {
        world.send(provider.family(), request());
        return awaited(status);
    }

    private List<String> awaited(String status) {
        world.await(id, status.isEmpty() ? "the end" : status, result -> status.isEmpty()
                ? pauses(result.path("status").asText()) : result.path("status").asText().equals(status));
        return history();
    }

    /** An order that nobody asks about stays accepted until the provider says more by itself. */
    private boolean pauses(String status) {
        return PAUSES.contains(status) || status.equals("ACCEPTED") && happyEnd().equals(List.of(status));
    }

    List<String> history() {
        return world.of(id).stream().map(result -> result.path("status").asText()).toList();
    }

    JsonNode first() {
        return world.of(id).get(0);
    }

    /** Nobody is asked any more: a person decides, once the time for asking is over. */
    void leftToAPerson() {
        left = true;
    }

    /** What comes long after the case: where it was left to a person, the result that says so, and no call. */
    void endsAsItShould() {
        if (left) {
            assertThat(awaited("UNRESOLVED")).containsExactly("UNKNOWN", "UNRESOLVED");
        }
    }

    JsonNode last() {
        List<JsonNode> all = world.of(id);
        return all.get(all.size() - 1);
    }

    String category() {
        return last().path("error").path("category").asText(null);
    }

    int calls() {
        return scripted.calls(call()).size();
    }

    List<String> happyEnd() {
        return isOrder() ? question() == null ? List.of("ACCEPTED") : List.of("ACCEPTED", "COMPLETED")
                : List.of("COMPLETED");
    }

    /** Where a good answer leads, with what comes before it. */
    List<String> happyEndAfter(String... before) {
        List<String> all = new ArrayList<>(List.of(before));
        all.addAll(happyEnd());
        return all;
    }

    private JsonNode request() {
        ObjectNode request = new ObjectMapper().createObjectNode().put("requestId", id).put("operation", operation)
                .put("provider", provider.name());
        request.set(Map.of("orders", "order", "otp", "otp", "licenses", "license").get(provider.family()),
                recorded.request(operation, id));
        return request;
    }
}
