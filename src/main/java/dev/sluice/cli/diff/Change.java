package dev.sluice.cli.diff;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One value that two sets of files have not alike.
 *
 * @param part   what holds it
 * @param name   of the provider; empty elsewhere
 * @param path   the keys down to it
 * @param before null where it is new
 * @param after  null where it is gone
 */
record Change(Part part, String name, List<String> path, @Nullable JsonNode before, @Nullable JsonNode after) {

    /** The sections of {@code diff.yaml}. */
    enum Part {
        PROVIDERS, PROVIDER, ROUTING, ROUTES, SETTINGS
    }

    String key() {
        return String.join(".", path);
    }
}
