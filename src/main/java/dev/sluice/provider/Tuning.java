package dev.sluice.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What an account may have of its own. Key by key: what it does not have is the provider's. */
final class Tuning {

    static final Set<String> KEYS = Set.of("base-url", "poll", "retry", "limits", "breaker");

    private Tuning() {
    }

    /** The file with what the schema gives where the file says nothing. */
    static ObjectNode withDefaults(JsonNode file, JsonNode schema) {
        ObjectNode whole = file.deepCopy();
        schema.path("properties").properties().forEach(property -> {
            if (property.getValue().has("default")) {
                whole.set(property.getKey(), over(property.getValue().get("default"), file.path(property.getKey())));
            }
        });
        return whole;
    }

    /** The file with all that holds for each of these accounts written out below its name. */
    static ObjectNode byAccount(JsonNode file, Iterable<String> accounts) {
        ObjectNode whole = file.deepCopy();
        ObjectNode all = whole.withObjectProperty("accounts");
        for (String account : accounts) {
            ObjectNode own = all.withObjectProperty(account);
            KEYS.forEach(key -> own.set(key, over(file.path(key), own.path(key))));
        }
        return whole;
    }

    private static JsonNode over(JsonNode below, JsonNode above) {
        if (!below.isObject() || above.isMissingNode()) {
            return above.isMissingNode() ? below : above;
        }
        ObjectNode both = JsonNodeFactory.instance.objectNode();
        both.setAll((ObjectNode) below);
        above.properties().forEach(member -> both.set(member.getKey(), member.getValue()));
        return both;
    }
}
