package dev.sluice.contract;

/** A document of the contract as {@code GET /contract/<name>} serves it. */
public record Published(String mediaType, String body) {

    static String mediaType(String name) {
        if (name.endsWith(".yaml")) {
            return "application/yaml";
        }
        return name.endsWith(".schema.json") ? "application/schema+json" : "application/json";
    }
}
