package dev.sluice.provider;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.json.Damaged;
import dev.sluice.json.Format;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where an answer or a webhook of a provider holds what Sluice needs, where a file says so by JSON Pointers (RFC 6901)
 * and not a route by jq.
 */
public final class Places {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9._:-]{1,64}");

    private final Map<String, JsonPointer> members = new HashMap<>();
    private final WordPlace event;
    private final WordPlace code;
    private final WordPlace status;
    private final Map<String, JsonPointer> echo;
    private final Map<String, JsonPointer> data;
    private final String successIs;
    private final List<JsonPointer> shape = new ArrayList<>();
    private final boolean whole;
    private final @Nullable ListPlace list;
    private final Named named;

    /**
     * The places that a call names, and for what it does not name the provider's; with the shape of its answer. What is
     * handed on exactly is the document at {@code whole-data}, or all of the answer where that is not named.
     */
    public static Places of(JsonNode provider, JsonNode call) {
        return of(provider, call, Format.JSON);
    }

    /** @param format what its answers are written in */
    static Places of(JsonNode provider, JsonNode call, Format format) {
        ObjectNode both = provider.isObject() ? provider.deepCopy() : NODES.objectNode();
        call.path("places").properties().stream()
                .filter(place -> place.getValue().isContainerNode() || !place.getValue().asText().isEmpty()
                        || place.getKey().equals("success-is"))
                .forEach(place -> both.set(place.getKey(), place.getValue()));
        if (call.path("success-by").asText().equals("shape")) {
            both.remove("success");
        }
        return new Places(both, call.path("shape"),
                call.path("exact").asBoolean(false) && call.at("/places/data").isEmpty(),
                ListPlace.of(call.path("list"), format));
    }

    Places(JsonNode node) {
        this(node, NODES.arrayNode(), false, null);
    }

    private Places(JsonNode node, JsonNode shape, boolean exact, @Nullable ListPlace list) {
        this.list = list;
        for (String member : new String[]{"order-id", "success", "message", "reference", "whole-data"}) {
            put(members, member, node.path(member));
        }
        event = WordPlace.of(node.path("event"));
        code = WordPlace.of(node.path("code"));
        status = WordPlace.of(node.path("status"));
        successIs = node.path("success-is").asText("true");
        echo = pointers(node.path("echo"));
        data = pointers(node.path("data"));
        shape.forEach(pointer -> this.shape.add(JsonPointer.compile(pointer.asText())));
        if (exact) {
            members.putIfAbsent("whole-data", JsonPointer.empty());
        }
        whole = members.containsKey("whole-data");
        named = names();
    }

    /** Where the file reads something; everywhere, where it leaves that to a route. */
    public Named named() {
        return named;
    }

    private Named names() {
        Named body = new Named();
        Named order = list == null ? body : body.at(list.at()).items();
        Stream.of("order-id", "success", "message").map(members::get).filter(Objects::nonNull).forEach(body::name);
        Stream.of(event, code).flatMap(word -> word.parts().stream()).forEach(body::name);
        Stream.of("reference", "whole-data").map(members::get).filter(Objects::nonNull).forEach(order::name);
        status.parts().forEach(order::name);
        Stream.of(echo.values(), data.values(), shape, list == null ? shape : list.item().values())
                .flatMap(Collection::stream).forEach(order::name);
        return body.isEmpty() ? Named.EVERYWHERE : body;
    }

    boolean tellsSuccess() {
        return members.containsKey("success");
    }

    boolean tellsCode() {
        return !code.isNone();
    }

    boolean tellsReference() {
        return members.containsKey("reference");
    }

    /** Where the provider's reference is, as the file has it. */
    String reference() {
        return String.valueOf(members.get("reference"));
    }

    /** Our request's id in it, where there is one, and one that can be one: not every database takes every text. */
    public @Nullable String orderId(JsonNode body) {
        JsonNode id = at("order-id", body);
        return id.isValueNode() && isThere(id) && REQUEST_ID.matcher(id.asText()).matches() ? id.asText() : null;
    }

    /** The same of a document that cannot be read, as far as it can be told. */
    public @Nullable String orderIdOf(String damaged) {
        JsonPointer place = members.get("order-id");
        return place == null ? null : Damaged.text(damaged, place);
    }

    /** What a webhook is about in the provider's words, where it says so. */
    public @Nullable String event(JsonNode body) {
        JsonNode said = event.in(body, null);
        return said.isValueNode() && !said.isNull() && !said.asText().isEmpty() ? said.asText() : null;
    }

    /** Whether webhooks are told apart by their events. */
    boolean namesEvents() {
        return !event.isNone();
    }

    /**
     * The members that {@link dev.sluice.answer.Outcomes} interprets. The value of success is no error code. It is a
     * success where the place of success says so and all of the shape is there; where neither is named, as of a
     * webhook, where there is a status to look up.
     */
    public ObjectNode answer(JsonNode body) {
        return answer(body, body);
    }

    /**
     * The same of the answer to a question, where the file may say that it holds a list. What is said of an order is
     * read of the one item that is the order of the request; that the order is none is told where the file has a code
     * for it, the list is empty, and the answer is a good one. {@code known} is whether the list has the order.
     *
     * @param good whether HTTP calls it a success
     */
    public ObjectNode answer(JsonNode body, JsonNode request, boolean good) {
        if (list == null) {
            return answer(body, body);
        }
        List<JsonNode> found = list.find(body, request);
        if (found.size() == 1) {
            return answer(body, found.get(0)).put("known", true);
        }
        ObjectNode answer = unbelieved(body, !found.isEmpty(),
                !found.isEmpty() ? "its list has this order " + found.size() + " times"
                        : list.hasItems(body, request) ? "its list has other orders and not this one"
                                : list.cannotTell(request) ? "it cannot be told which of its list is this order, of"
                                        + " which nothing is known that its items have"
                                        : "its list has not this order");
        if (!holdsSomething(answer.get("code")) && list.none() != null && list.isEmpty(body, request) && good
                && (tellsSuccess() ? saysSuccess(body) : tellsCode())) {
            answer.put("code", list.none());
        }
        return answer;
    }

    /** An answer whose list tells nothing of our order, for this reason where it has no code. */
    ObjectNode unbelieved(JsonNode body, boolean known, String why) {
        ObjectNode answer = answer(body, NODES.objectNode()).put("success", false).put("known", known);
        return holdsSomething(answer.get("code")) ? answer : tell(answer, why);
    }

    /** Adds to its message. */
    static ObjectNode tell(ObjectNode answer, String why) {
        String said = answer.path("message").asText("");
        return answer.put("message",
                (said.isBlank() || answer.get("message").isNull() ? "" : said + "; ") + why);
    }

    /** For the pages that one call sees, where the file says that the list comes in pages. */
    public @Nullable PagesSeen pages(Answers answers) {
        return list == null || list.pages() == null ? null : new PagesSeen(this, list.pages(), answers);
    }

    /** How many items a page has; -1 where it is no good page. */
    int held(JsonNode body, JsonNode request) {
        boolean good = saysSuccess(body);
        boolean error = tellsSuccess() && !good || holdsSomething(code.in(body, good ? members.get("success") : null));
        return error ? -1 : Objects.requireNonNull(list).size(body, request);
    }

    /** How often a page has our order. */
    int found(JsonNode body, JsonNode request) {
        return Objects.requireNonNull(list).find(body, request).size();
    }

    /** Whether the whole answer is a list, and no object. */
    public boolean areOfList() {
        return list != null && list.at().matches();
    }

    /** Whether what an answer says is read of the order itself, which is found in it, whatever was asked. */
    public boolean findsOrder() {
        return list != null && list.none() == null;
    }

    /** Whether an empty list says that there is no such order. */
    public boolean deniesOrder() {
        return list != null && list.none() != null;
    }

    /** @param order where the answer speaks of the order: itself, or an item of its list */
    private ObjectNode answer(JsonNode body, JsonNode order) {
        ObjectNode answer = NODES.objectNode();
        answer.set("code", code.in(body, saysSuccess(body) ? members.get("success") : null));
        answer.set("message", at("message", body));
        answer.set("reference", at("reference", order));
        answer.set("status", status.in(order, null));
        answer.set("echo", picked(echo, order));
        answer.set("data", whole ? at("whole-data", order) : picked(data, order));
        return answer.put("success", isSuccess(body, order) && (!whole || answer.get("data").isContainerNode()));
    }

    private boolean isSuccess(JsonNode body, JsonNode order) {
        if (!shape.stream().allMatch(pointer -> holdsSomething(order.at(pointer)))) {
            return false;
        }
        return tellsSuccess() ? saysSuccess(body) : !shape.isEmpty() || holdsSomething(status.in(order, null));
    }

    private boolean saysSuccess(JsonNode body) {
        JsonNode said = at("success", body);
        return said.isValueNode() && isThere(said) && said.asText().equals(successIs);
    }

    /** What is false, blank or empty is in its place and yet shows nothing. */
    private static boolean holdsSomething(JsonNode value) {
        return value.isContainerNode() ? !value.isEmpty()
                : isThere(value) && !value.equals(BooleanNode.FALSE) && !value.asText().isBlank();
    }

    private static boolean isThere(JsonNode value) {
        return !value.isMissingNode() && !value.isNull();
    }

    private JsonNode at(String member, JsonNode body) {
        JsonPointer pointer = members.get(member);
        JsonNode value = pointer == null ? null : body.at(pointer);
        return value == null || value.isMissingNode() ? NODES.nullNode() : value;
    }

    private static ObjectNode picked(Map<String, JsonPointer> pointers, JsonNode body) {
        ObjectNode picked = NODES.objectNode();
        pointers.forEach((name, pointer) -> {
            JsonNode value = body.at(pointer);
            if (!value.isMissingNode()) {
                picked.set(name, value);
            }
        });
        return picked;
    }

    private static Map<String, JsonPointer> pointers(JsonNode node) {
        Map<String, JsonPointer> pointers = new HashMap<>();
        node.properties().forEach(member -> put(pointers, member.getKey(), member.getValue()));
        return pointers;
    }

    private static void put(Map<String, JsonPointer> pointers, String name, JsonNode pointer) {
        if (!pointer.asText("").isEmpty()) {
            pointers.put(name, JsonPointer.compile(pointer.asText()));
        }
    }
}
