package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Collectors;

/** What each provider can do and what happens when its answer is lost, as a table made from the provider files. */
final class CapabilityTable {

    private CapabilityTable() {
    }

    static String of(List<Shipped> providers) {
        return """
                | provider | operation | upstream call | polled with | webhook | if the answer is lost |
                | --- | --- | --- | --- | --- | --- |
                """ + providers.stream()
                .flatMap(provider -> provider.operations().stream().map(name -> row(provider, name)))
                .collect(Collectors.joining());
    }

    private static String row(Shipped provider, String name) {
        JsonNode operation = provider.operation(name);
        boolean goesOn = operation.path("success").asText().equals("accepted");
        boolean webhook = goesOn && provider.file().has("webhook");
        String off = operation.path("enabled").asBoolean(true) ? "" : " (switched off)";
        return "| " + String.join(" | ", "`" + provider.name() + "`", "`" + name + "`" + off, call(operation),
                goesOn && operation.has("ask") ? call(provider.call(operation.path("ask").asText())) : "",
                webhook ? "yes" : "", lost(provider, operation)) + " |\n";
    }

    private static String call(JsonNode call) {
        if (!call.has("path")) {
            return "the question of the order it is about";
        }
        String path = call.path("path").asText();
        return call.path("method").asText("POST") + " "
                + (path.isEmpty() ? "(path set by the operator)" : "`" + path + "`");
    }

    private static String lost(Shipped provider, JsonNode operation) {
        String path = provider.call(operation.path("ask").asText("none")).path("path").asText();
        return switch (operation.path("lost").asText()) {
            case "repeat" -> !operation.has("repeats") ? "called again"
                    : "called again, at most " + operation.path("repeats").asText() + " time(s); then a person decides";
            case "ask" -> path.isEmpty() ? "the provider is asked where the path is set, else a person decides"
                    : "the provider is asked";
            default -> "a person decides: it is never called again by itself";
        };
    }
}
