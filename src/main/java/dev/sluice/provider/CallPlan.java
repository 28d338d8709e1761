package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Template;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider as its file describes it: that of an operation, a question, a login.
 *
 * @param path    with {@code {name}} places still in it; empty where the operator has yet to set it; none where the
 *                file gives none, and a route names another call
 * @param body    where the file describes one
 * @param numbers members of the body that are sent as JSON numbers
 * @param places  where the answer holds what is read of it
 * @param exact   whether the answer's data is handed on as the provider wrote it
 */
public record CallPlan(@Nullable String path, String method, boolean signed, boolean enabled, @Nullable Template body,
        List<String> numbers,
        Places places, boolean exact) {

    /** Calls that are answered with something else than an outcome of an order. */
    public static final Set<String> BESIDE_ORDERS = Set.of("login", "refresh", "key-pair", "probe", "ping");

    private static final String GET = "GET";

    static CallPlan of(JsonNode provider, JsonNode call) {
        return new CallPlan(call.path("path").asText(null), call.path("method").asText("POST"),
                call.path("signed").asBoolean(true),
                call.path("enabled").asBoolean(true), call.has("body") ? Template.of(call.get("body")) : null,
                List.copyOf(Operation.texts(call.path("numbers"))), Places.of(provider, call),
                call.path("exact").asBoolean(false));
    }

    /** Whether it has no body. */
    public boolean isGet() {
        return method.equals(GET);
    }
}
