package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Key;
import org.jspecify.annotations.Nullable;

/**
 * The body of a message on a provider's queue of asks: which request it is about.
 *
 * @param late an answer that came late, where the provider is not asked
 */
public record Ask(Key key, @Nullable Late late) {

    static Ask about(Key key) {
        return new Ask(key, null);
    }

    /** @throws IllegalArgumentException where {@link #write} cannot have written it; quotes none of it */
    public static Ask read(String text) {
        ObjectNode node = Json.own(text);
        return new Ask(Key.named(node.path("family").asText(), node.path("requestId").asText()),
                node.path("late") instanceof ObjectNode late ? Late.read(late) : null);
    }

    String write() {
        ObjectNode node = Json.object().put("family", key.family()).put("requestId", key.name());
        if (late != null) {
            node.set("late", late.write());
        }
        return Json.write(node);
    }
}
