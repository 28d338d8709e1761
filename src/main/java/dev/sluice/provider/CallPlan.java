package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.contract.Template;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One call to a provider as its file describes it: that of an operation, a question, a login.
 *
 * @param baseUrl its own, where it goes to another address than the account's calls
 * @param path    none where the file gives none, and a route names another call
 * @param hasBody whether one is sent with it
 * @param body    where the file describes one
 * @param format  how the body is written
 * @param numbers members of the body that are sent as JSON numbers
 * @param files   fields of the body that are sent as files
 * @param headers those of every call of the provider, and its own over them
 * @param telling names of headers that hold something of the request
 * @param query   parameters of the query, beside those that its path has
 * @param basic   where it is made with user name and password
 * @param places  where the answer holds what is read of it
 * @param exact   whether the answer's data is handed on as the provider wrote it
 */
public record CallPlan(@Nullable String baseUrl, @Nullable CallPath path, String method, boolean hasBody,
        boolean signed, boolean enabled,
        @Nullable Template body, BodyFormat format, List<String> numbers,
        Map<String, FilePart> files, Map<String, Template> headers,
        Set<String> telling,
        Map<String, Template> query, @Nullable Basic basic, Places places, boolean exact) {

    /** Calls that are answered with something else than an outcome of an order. */
    public static final Set<String> BESIDE_ORDERS = Set.of("login", "refresh", "key-pair", "probe", "ping");

    static CallPlan of(JsonNode file, JsonNode call) {
        BodyFormat format = BodyFormat.of(file, call);
        Map<String, Template> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        List.of(file, call).forEach(part -> headers.putAll(templates(part.path("headers"))));
        String own = call.path("base-url").asText("");
        return new CallPlan(own.isEmpty() ? null : own,
                call.has("path") ? CallPath.of(call.path("path").asText()) : null,
                call.path("method").asText("POST"), hasBody(call), call.path("signed").asBoolean(true),
                call.path("enabled").asBoolean(true), call.has("body") ? body(call.get("body"), format) : null, format,
                List.copyOf(Operation.texts(call.path("numbers"))), FilePart.all(call.path("files")), headers,
                telling(call.path("headers")),
                templates(call.path("query")),
                Basic.of(file, call), Places.of(file.path("places"), call, Answers.format(file.at("/answers/format"))),
                call.path("exact").asBoolean(false));
    }

    /** Whether a call sends a body: GET never does, DELETE where its file describes one. */
    public static boolean hasBody(JsonNode call) {
        String method = call.path("method").asText();
        return !method.equals("GET") && (!method.equals("DELETE") || call.has("body"));
    }

    private static Set<String> telling(JsonNode headers) {
        Set<String> telling = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.properties().stream().filter(header -> Template.places(header.getValue()).stream()
                .anyMatch(place -> !place.startsWith("credential:")))
                .forEach(header -> telling.add(header.getKey()));
        return telling;
    }

    private static Template body(JsonNode written, BodyFormat format) {
        return format == BodyFormat.XML ? Template.ofXml(written) : Template.of(written);
    }

    private static Map<String, Template> templates(JsonNode written) {
        Map<String, Template> templates = new LinkedHashMap<>();
        written.properties().forEach(one -> templates.put(one.getKey(), Template.of(one.getValue())));
        return templates;
    }
}
