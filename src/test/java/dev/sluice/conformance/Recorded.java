package dev.sluice.conformance;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How one provider looks from outside: {@code src/test/resources/conformance/<provider>.yaml}, or an example's
 * {@code conformance.yaml}, holds a request for each operation, a good answer to each call, what an error looks like, and where in an answer things stand.
 */
final class Recorded {

    private final JsonNode data;

    /** @param file that holds it */
    Recorded(Path file) {
        data = new YamlFile(file).tree();
    }

    /** Settings that the provider's file leaves to the operator. */
    Map<String, String> settings() {
        return texts(data.path("settings"));
    }

    /** A credential's made-up value. */
    String credential(String name) {
        return data.path("credentials").path(name).asText("conformance-" + name);
    }

    /** What the account proves itself with: its credentials, and the tokens that its login answers with. */
    List<String> secrets(Shipped provider) {
        List<String> secrets = new ArrayList<>();
        provider.file().path("credentials").forEach(name -> secrets.add(credential(name.asText())));
        data.at("/answers/login").findValues("access_token").forEach(token -> secrets.add(token.asText()));
        data.at("/answers/login").findValues("refresh_token").forEach(token -> secrets.add(token.asText()));
        return secrets;
    }

    JsonNode request(String operation) {
        return required("requests", operation);
    }

    JsonNode request(String operation, String id) {
        return filled(request(operation), Map.of("requestId", id));
    }

    /** The call that carries an operation out, where it has no path of its own. */
    String carriedBy(String operation) {
        return data.path("carried-by").path(operation).asText(operation);
    }

    /** What the provider checks of a call about the request {@code id}; nothing where none is recorded. */
    JsonNode sent(String call, String id) {
        return filled(data.path("sent").path(call), Map.of("requestId", id));
    }

    /** A good answer to a call about the request {@code id}. */
    JsonNode answer(String call, String id) {
        return filled(required("answers", call), Map.of("requestId", id)).deepCopy();
    }

    /** The answer with another value at a place, or null where this call's answers have no such place. */
    JsonNode answer(String call, String id, String place, JsonNode value) {
        JsonNode other = data.path("other-answers").path(call).path(place);
        if (other.isContainerNode()) {
            return filled(other, Map.of("requestId", id)).deepCopy();
        }
        String pointer = data.path("places").path(call).path(place).asText(null);
        if (pointer == null) {
            return null;
        }
        return answer(call, id, Map.of(place, value == null ? NullNode.instance : value));
    }

    /** The answer with other values at these places, which are recorded. */
    JsonNode answer(String call, String id, Map<String, JsonNode> values) {
        JsonNode answer = answer(call, id);
        values.forEach((place, value) -> {
            JsonPointer at = JsonPointer.compile(data.path("places").path(call).path(place).asText());
            put(answer.at(at.head()), at.last().getMatchingProperty(), value);
        });
        return answer;
    }

    /** What the provider delivers about the request {@code id}, by what it says, with its signature as {@code signed}. */
    JsonNode deliveries(String operation, String id) {
        JsonNode deliveries = filled(data.path("deliveries").path(operation), Map.of("requestId", id));
        deliveries.forEach(delivery -> ((ObjectNode) delivery).put("signed",
                Signatures.of(delivery.path("signature").asText(), delivery.path("body").asText(), this)));
        return deliveries;
    }

    /** How the provider says an error code. */
    Reply error(String code) {
        JsonNode error = data.path("error");
        String http = error.path("http-of").path(code).asText(error.path("http").asText().replace("{code}", code));
        return Reply.of(Integer.parseInt(http), filled(error.path("body"), Map.of("code", code)));
    }

    /** The error with another text wherever it tells a person something. */
    Reply error(String code, String message) {
        Reply error = error(code);
        return error.saying(error.body().replace("as the case wants", message));
    }

    /**
     * The answer with another value at each place below its top that nothing is recorded of; null where there is none.
     */
    JsonNode oddAnswer(String call, String id, JsonNode odd) {
        if (!data.path("answers").has(call)) {
            return null;
        }
        JsonNode answer = answer(call, id);
        List<String> known = new ArrayList<>();
        data.path("places").forEach(places -> places.forEach(place -> known.add(place.asText())));
        boolean changed = false;
        for (Map.Entry<String, JsonNode> part : parts(answer).entrySet()) {
            if (part.getValue() instanceof ObjectNode members) {
                for (String name : List.copyOf(texts(members).keySet())) {
                    if (!known.contains("/" + part.getKey() + "/" + name)) {
                        members.set(name, odd);
                        changed = true;
                    }
                }
            }
        }
        return changed ? answer : null;
    }

    /**
     * Whether a document has what makes the good answer a success as that one has it; a text and a number are the same.
     */
    boolean showsSuccess(Reply good, JsonNode document) {
        for (JsonNode place : required("success", "shown-by")) {
            String shown = json(good.body()).at(place.asText()).asText();
            String said = document.at(place.asText()).asText();
            if (!said.equals(shown) && !(shown.matches("2\\d\\d") && said.matches("2\\d\\d"))) {
                return false;
            }
        }
        return true;
    }

    /** Whether an answer to a call names the provider's reference. */
    boolean names(String call, Reply reply) {
        String place = data.path("places").path(call).path("reference").asText(null);
        try {
            JsonNode reference = place == null ? null : new ObjectMapper().readTree(reply.body()).at(place);
            return reference != null
                    && (reference.isNumber() || !reference.asText().isEmpty() && reference.isTextual());
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** The good answer with what the provider says of an error over it. */
    Reply contradictory(String code, String call, String id) {
        Reply error = error(code);
        ObjectNode body = (ObjectNode) answer(call, id);
        json(error.body()).properties().stream().filter(member -> !member.getValue().isNull())
                .forEach(member -> body.set(member.getKey(), member.getValue()));
        return Reply.of(error.status(), body);
    }

    /** The error with something odd wherever nothing of the code stands, and where a good answer has its data. */
    Reply oddError(String code, String call, String id, String odd) {
        Reply error = error(code);
        ObjectNode body = (ObjectNode) json(error.body());
        answer(call, id).properties().forEach(member -> body.putIfAbsent(member.getKey(), json(odd)));
        List.copyOf(body.properties()).forEach(member -> {
            JsonNode value = member.getValue();
            boolean one = value.isArray() && value.size() == 1;
            body.set(member.getKey(), one ? value.get(0) : value.toString().contains(code) ? value : json(odd));
        });
        return Reply.of(error.status(), body);
    }

    /** The places without which an answer to an operation is no success, where nothing may stand that is blank. */
    List<String> restsOn(String operation) {
        List<String> places = new ArrayList<>();
        data.at("/success/rests-on").path(operation).forEach(place -> places.add(place.asText()));
        return places;
    }

    /** Answers to an operation over HTTP 200 that are not the documented one for success. */
    List<Reply> notGood(String operation, String id) {
        List<Reply> replies = new ArrayList<>();
        data.path("not-good").path(carriedBy(operation))
                .forEach(answer -> replies.add(Reply.ok(filled(answer, Map.of("requestId", id)))));
        return replies;
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** HTTP 200 over a body that says that it failed. */
    Reply contradiction(String id) {
        return Reply.ok(filled(data.path("contradiction"), Map.of("requestId", id)));
    }

    private JsonNode required(String part, String name) {
        JsonNode node = data.path(part).path(name);
        if (node.isMissingNode()) {
            throw new AssertionError("nothing is recorded in " + part + " for " + name);
        }
        return node;
    }

    private static JsonNode filled(JsonNode template, Map<String, String> values) {
        if (template.isObject()) {
            ObjectNode filled = template.deepCopy();
            template.properties().forEach(member -> filled.set(member.getKey(), filled(member.getValue(), values)));
            return filled;
        }
        if (template.isArray()) {
            var filled = template.<ArrayNode>deepCopy();
            for (int i = 0; i < template.size(); i++) {
                filled.set(i, filled(template.get(i), values));
            }
            return filled;
        }
        if (!template.isTextual()) {
            return template;
        }
        String text = template.asText();
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("{" + value.getKey() + "}", value.getValue());
        }
        return TextNode.valueOf(text);
    }

    /** Puts another value in place of a member, or of an item by its number. */
    static void put(JsonNode node, String name, JsonNode value) {
        if (node instanceof ArrayNode list) {
            list.set(Integer.parseInt(name), value);
        } else {
            ((ObjectNode) node).set(name, value);
        }
    }

    /** The members of a document, or the items of a list by their numbers. */
    static Map<String, JsonNode> parts(JsonNode node) {
        Map<String, JsonNode> parts = new LinkedHashMap<>();
        node.properties().forEach(member -> parts.put(member.getKey(), member.getValue()));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            parts.put(String.valueOf(i), node.get(i));
        }
        return parts;
    }

    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new HashMap<>();
        node.properties().forEach(member -> texts.put(member.getKey(), member.getValue().asText()));
        return texts;
    }
}
