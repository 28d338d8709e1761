package dev.sluice.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * An answer with something wrong in it, or not.
 *
 * @param document what is said, before what was done to its text
 */
record FuzzedAnswer(Trial trial, JsonNode document, Reply reply) {

    private static final int[] HTTP = {200, 200, 200, 200, 200, 200, 201, 202, 301, 400, 401, 404, 418, 429, 500, 503};
    private static final List<String> VALUES = List.of("null", "true", "false", "\"\"", "\" \"", "[]", "{}", "0", "-1",
            "200", "\"200\"",
            "404", "\"1E+999\"", "1e-400", "99999999999999999999", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"",
            "\"SUCCESS\"", "8", "[[[]]]",
            "\"2001-02-30T00:00:00Z\"", "{\"a\":{\"b\":[null]}}", "\"+447546756743\"");

    static FuzzedAnswer of(Trial trial, Random random) {
        Reply base = random.nextInt(4) == 0 ? error(trial, random) : trial.good();
        JsonNode document = Recorded.json(base.body());
        for (int i = random.nextInt(4); i > 0; i--) {
            change(document, trial, random);
        }
        int http = random.nextBoolean() ? base.status() : HTTP[random.nextInt(HTTP.length)];
        Reply whole = Reply.of(http, document);
        return new FuzzedAnswer(trial, document, switch (random.nextInt(12)) {
            case 0 -> whole.saying(whole.body().substring(0, random.nextInt(whole.body().length())));
            case 1 -> whole.saying(
                    new StringBuilder(whole.body()).insert(random.nextInt(whole.body().length()), '\0').toString());
            case 2 -> whole.saying("[" + whole.body() + "]");
            case 3 -> whole.saying("\uFEFF" + whole.body());
            case 4 -> whole.in(StandardCharsets.UTF_16);
            case 5 -> whole.with("Content-Type", "text/html; charset=none-such");
            case 6 -> new Reply(http, whole.body(), Map.of(), StandardCharsets.UTF_16LE);
            default -> whole;
        });
    }

    private static Reply error(Trial trial, Random random) {
        List<String> codes = new ArrayList<>(List.of("987654"));
        trial.provider.file().at("/answers/codes").fieldNames().forEachRemaining(codes::add);
        return trial.recorded.error(codes.get(random.nextInt(codes.size())),
                String.join(" ", trial.recorded.secrets(trial.provider)));
    }

    private static void change(JsonNode node, Trial trial, Random random) {
        List<JsonNode> inner = new ArrayList<>();
        node.forEach(value -> {
            if (value.isContainerNode() && !value.isEmpty()) {
                inner.add(value);
            }
        });
        if (!inner.isEmpty() && random.nextBoolean()) {
            change(inner.get(random.nextInt(inner.size())), trial, random);
            return;
        }
        List<String> secrets = trial.recorded.secrets(trial.provider);
        JsonNode value = random.nextInt(8) == 0 ? new TextNode("x" + secrets.get(random.nextInt(secrets.size())))
                : Recorded.json(VALUES.get(random.nextInt(VALUES.size())));
        if (node instanceof ObjectNode object && !object.isEmpty()) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            switch (random.nextInt(4)) {
                case 0 -> object.remove(name);
                case 1 -> object.set(name, object.arrayNode().add(object.get(name)));
                default -> object.set(name, value);
            }
        } else if (node instanceof ArrayNode array && !array.isEmpty()) {
            array.set(random.nextInt(array.size()), value);
        }
    }

    /** Whether the document has this word, or it came as the HTTP status. */
    boolean says(String word) {
        return !word.isEmpty() && (document.toString().contains(word) || String.valueOf(reply.status()).equals(word));
    }

    /** Whether HTTP and all members of the good answer that make it one are as they are there. */
    boolean showsSuccess() {
        return reply.status() / 100 == 2 && trial.recorded.showsSuccess(trial.good(), document);
    }
}
