package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Bulk;
import java.util.UUID;

/**
 * The body of a message on {@code sluice.bulk}: from which item on an act in bulk takes the next few. It says so itself,
 * for what waits when it comes back is not what waited when it first came.
 *
 * @param chain the act that started it: its items are steps of that
 * @param token tells the message from all others, also of the same place
 */
public record BulkStep(String bulk, String chain, int from, String token) {

    private static final String ID = "[A-Za-z0-9-]{1,100}";

    /** That of a new message. */
    public static BulkStep of(String bulk, String chain, int from) {
        return new BulkStep(bulk, chain, from, UUID.randomUUID().toString());
    }

    /** @throws IllegalArgumentException where {@link #write} cannot have written it; quotes none of it */
    public static BulkStep read(String text) {
        ObjectNode node = Json.own(text);
        return new BulkStep(node.path("bulk").asText(), node.path("chain").asText(), node.path("from").asInt(-1),
                node.path("token").asText());
    }

    /** Whether there can be such a one; databases refuse some texts again and again. */
    public boolean isPossible() {
        return bulk.matches(ID) && chain.matches(ID) && token.matches(ID) && from >= 0 && from < Bulk.MOST;
    }

    String write() {
        return Json.write(Json.object().put("bulk", bulk).put("chain", chain).put("from", from).put("token", token));
    }

    String id() {
        return chain + "-from-" + from;
    }
}
