package dev.sluice.cli.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sluice.call.DryRun;
import dev.sluice.json.Format;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.outcome.NotSent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The provider's side of one step: what it must be sent, and what it answers, one exchange after the other. */
final class Exchanges implements DryRun.Peer {

    private static final int OK = 200;
    private static final String HEADERS = "headers.";

    private final JsonNode expected;
    private final String key;
    private final String member;
    private final Compared compared;
    private int next;
    private boolean surprised;

    /**
     * @param key    of the list in its file
     * @param member of the step, as people are told
     */
    Exchanges(JsonNode expected, String key, String member, Compared compared) {
        this.expected = expected;
        this.key = key;
        this.member = member;
        this.compared = compared;
    }

    @Override
    public void reached(DryRun.Request request) throws IOException {
        if (next >= expected.size()) {
            surprised = true;
            compared.tell(key, member, "no further call", request.call() + ": " + request.method() + " "
                    + request.uri());
            throw new DryRun.Unanswered(request.call());
        }
        JsonNode exchange = expected.get(next);
        String at = key + "." + next;
        next++;
        String told = member + ", exchange " + next;
        if (exchange.has("call") && !exchange.path("call").asText().equals(request.call())) {
            compared.tell(at + ".call", told + ", call", exchange.path("call").asText(), request.call());
        }
        if (exchange.has("sent")) {
            JsonNode wanted = expected(exchange.path("sent"));
            compared.document(at + ".sent", told + ", sent", wanted, sent(wanted, request));
        }
        if (exchange.path("lost").asText().equals("before")) {
            throw new NotSent(new ConnectException());
        }
    }

    @Override
    public DryRun.Answer answer(DryRun.Request request) throws IOException {
        JsonNode exchange = expected.get(next - 1);
        if (exchange.has("lost")) {
            throw new SocketTimeoutException();
        }
        JsonNode answer = exchange.path("answer");
        JsonNode body = answer.path("body");
        Map<String, String> headers = new HashMap<>();
        answer.path("headers").properties().forEach(each -> headers.put(each.getKey(), each.getValue().asText()));
        return new DryRun.Answer(answer.path("http").asInt(OK), headers, bytes(body));
    }

    /** A text as it is, anything else as JSON. */
    static byte[] bytes(JsonNode body) {
        return (body.isMissingNode() ? "" : body.isTextual() ? body.textValue() : Json.writePlain(body))
                .getBytes(StandardCharsets.UTF_8);
    }

    /** All that was to be called has to be. */
    void end() {
        for (int i = next; i < expected.size() && !surprised; i++) {
            compared.tell(key + "." + i, member + ", exchange " + (i + 1),
                    "a call" + (expected.get(i).has("call") ? " of " + expected.get(i).path("call").asText() : ""),
                    "none");
        }
    }

    /** Whether something was called that had no answer, so that nothing can be said of what comes after it. */
    boolean isSurprised() {
        return surprised;
    }

    /** Of queries and headers all is text, and the names of headers have no case. */
    private static JsonNode expected(JsonNode sent) {
        ObjectNode texts = sent.deepCopy();
        for (String part : new String[]{"query", "headers"}) {
            if (texts.has(part)) {
                texts.set(part, Compared.asTexts(texts.get(part)));
            }
        }
        return texts;
    }

    /** What leaves, in the spelling of what is expected where that does not count. */
    static ObjectNode sent(JsonNode expected, DryRun.Request request) {
        ObjectNode sent = Json.object().put("method", request.method()).put("path", request.uri().getRawPath());
        sent.set("query", query(request.uri().getRawQuery()));
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        headers.putAll(request.headers());
        ObjectNode shown = sent.putObject("headers");
        names(expected).forEach(name -> {
            String value = headers.remove(name);
            if (value != null) {
                shown.put(name, value);
            }
        });
        headers.forEach(shown::put);
        sent.set("body", body(expected.path("body").isTextual(), request));
        return sent;
    }

    /** The headers that are expected to be there or not. */
    private static Stream<String> names(JsonNode expected) {
        return Stream.concat(expected.path("headers").propertyStream().map(Map.Entry::getKey),
                Stream.of(Compared.ABSENT, Compared.PRESENT).flatMap(places -> expected.path(places).valueStream())
                        .map(JsonNode::asText).filter(place -> place.startsWith(HEADERS))
                        .map(place -> place.substring(HEADERS.length())));
    }

    private static JsonNode query(String query) {
        try {
            return query == null || query.isEmpty() ? Json.object() : Format.FORM.read(query);
        } catch (Unreadable e) {
            return TextNode.valueOf(query);
        }
    }

    private static JsonNode body(boolean asText, DryRun.Request request) {
        String text = new String(request.body(), StandardCharsets.UTF_8);
        if (text.isEmpty()) {
            return Json.object().nullNode();
        }
        try {
            return asText ? TextNode.valueOf(text)
                    : request.headers().getOrDefault("Content-Type", "").contains("form-urlencoded")
                            ? Format.FORM.read(text)
                            : Json.read(text, Json.Numbers.KEPT);
        } catch (Unreadable e) {
            return TextNode.valueOf(text);
        }
    }
}
