package dev.sluice.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import dev.sluice.ledger.Bulk;

/**
 * The body of a message on {@code sluice.bulk}: from which item on an act in bulk takes the next few. It says so itself,
 * for what waits when it comes back is not what waited when it first came.
 *
 * @param chain the act that started it: its items are steps of that
 */
public record BulkStep(String bulk, String chain, int from) {

    private static final String ID = "[A-Za-z0-9-]{1,100}";

    /** @throws IllegalArgumentException where {@link #write} cannot have written it; quotes none of it */
    public static BulkStep read(String text) {
        ObjectNode node = Json.own(text);
        return new BulkStep(node.path("bulk").asText(), node.path("chain").asText(), node.path("from").asInt(-1));
    }

    /** Whether there can be such a one; databases refuse some texts again and again. */
    public boolean isPossible() {
        return bulk.matches(ID) && chain.matches(ID) && from >= 0 && from < Bulk.MOST;
    }

    String write() {
        return Json.write(Json.object().put("bulk", bulk).put("chain", chain).put("from", from));
    }

    String id() {
        return chain + "-from-" + from;
    }
}
