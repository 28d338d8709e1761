package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a provider sends webhooks about, as its file sorts it. */
public record Events(Set<String> ours, Set<String> ignored) {

    /** {@code OURS} tell what became of an order, {@code UNKNOWN} are in neither list. */
    public enum Sort {
        OURS, IGNORED, UNKNOWN
    }

    static Events of(JsonNode node) {
        return new Events(Operation.texts(node.path("ours")), Operation.texts(node.path("ignored")));
    }

    boolean areNone() {
        return ours.isEmpty() && ignored.isEmpty();
    }

    /** @param event where the webhook names one */
    public Sort sort(@Nullable String event) {
        if (areNone() || event != null && ours.contains(event)) {
            return Sort.OURS;
        }
        return event != null && ignored.contains(event) ? Sort.IGNORED : Sort.UNKNOWN;
    }
}
