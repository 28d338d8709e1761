package dev.sluice.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Members of formats in which a name may stand several times: it has a list then. */
final class Repeated {

    private Repeated() {
    }

    static void put(ObjectNode members, String name, JsonNode value) {
        JsonNode known = members.get(name);
        if (known instanceof ArrayNode list) {
            list.add(value);
        } else {
            members.set(name, known == null ? value : members.arrayNode().add(known).add(value));
        }
    }
}
