package dev.sluice.ledger;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What stays of an order when a person is taken out of it, as {@code erased.yaml} says. */
final class Erased {

    /** What stands where a text was. */
    static final String TEXT = "erased";
    /** When that was, as a member of the request. */
    private static final String AT = "erasedAt";

    /** Without these a result that is published again would not reach whoever asked. */
    private static final Set<String> TO_ITS_QUEUE = Set.of("replyTo", "correlationId");
    private static final Map<String, List<String>> STAYS = read();

    private Erased() {
    }

    /** The request as it was asked. One that was erased before keeps when that was. */
    static ObjectNode document(ObjectNode document, String at) {
        ObjectNode left = Json.object();
        document.properties().forEach(member -> {
            if (stays("request", member.getKey())) {
                left.set(member.getKey(), member.getValue());
            } else if (member.getValue().isObject() && !member.getKey().equals("metadata")) {
                left.set(member.getKey(), members(member.getValue()));
            }
        });
        return left.put(AT, document.path(AT).asText(at));
    }

    /** What goes with its results: where they go to stays, whoever is in it. */
    static ObjectNode envelope(ObjectNode envelope, Person person) {
        ObjectNode left = envelope.deepCopy();
        left.remove("metadata");
        envelope.properties().forEach(member -> {
            if (!TO_ITS_QUEUE.contains(member.getKey()) && person.in(member.getValue()) != null) {
                left.remove(member.getKey());
            }
        });
        return left;
    }

    /** A result, which is still one as the contract has it. */
    static ObjectNode result(ObjectNode result) {
        ObjectNode left = result.deepCopy();
        left.set("data", members(result.path("data")));
        left.set("metadata", Json.object());
        if (left.get("error") instanceof ObjectNode error) {
            error.put("message", TEXT);
        }
        return left;
    }

    private static ObjectNode members(JsonNode said) {
        ObjectNode left = Json.object();
        said.properties().forEach(member -> {
            if (member.getValue().isValueNode() && stays("members", member.getKey())) {
                left.set(member.getKey(), member.getValue());
            }
        });
        return left;
    }

    private static boolean stays(String list, String name) {
        return STAYS.getOrDefault(list, List.of()).contains(name);
    }

    private static Map<String, List<String>> read() {
        try (InputStream table = Erased.class.getResourceAsStream("/erased.yaml")) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(table);
            return new ObjectMapper().convertValue(read, new TypeReference<Map<String, List<String>>>() {
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
