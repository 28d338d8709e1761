package dev.sluice.signing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds by which other reading of a provider's page somebody else's signature of the same request came about: another
 * word at a key that takes one of several, another text of a template, a credential with other blanks, and any two of
 * these. Signatures that are another one each time (RSA-PSS, ECDSA) cannot be found so.
 */
public final class OtherReadings {

    private static final List<String> TIMESTAMPS = List.of("seconds", "milliseconds", "iso", "iso-seconds");
    /** What pages leave open, in texts. */
    private static final Map<String, List<String>> WORDS = Map.of("{body}", List.of("{body:minified}", "{body:sorted}"),
            "{path}", List.of("{target}"), "{target}", List.of("{path}"), "{method}", List.of(""), "\n",
            List.of("", "\r\n", "&"), "&", List.of("", "\n"));

    private static final List<TextEncoding> SPELLINGS = List.of(TextEncoding.HEX, TextEncoding.BASE64,
            TextEncoding.BASE64URL);

    /** One thing that is otherwise. */
    private record Change(String path, JsonNode value, String told) {
    }

    /** Signs by a description; nothing where it cannot. */
    interface Signs {
        byte @Nullable [] by(JsonNode description, Function<String, String> credentials);
    }

    private final JsonNode description;
    private final Function<String, String> credentials;
    private final Signs signs;
    private final List<byte[]> expected;

    OtherReadings(JsonNode description, Function<String, String> credentials, Signs signs, String expected) {
        this.description = description;
        this.credentials = credentials;
        this.signs = signs;
        this.expected = SPELLINGS.stream().map(spelling -> spelling.decode(expected.strip())).filter(Objects::nonNull)
                .toList();
    }

    /** What has to be otherwise, in words, the fewest things first; empty where nothing was found. */
    List<String> found() {
        List<String> found = new ArrayList<>();
        if (gives(description, credentials)) {
            found.add("nothing but how it is written: output.encoding");
        }
        List<Change> changes = changes();
        Map<String, Function<String, String>> others = new LinkedHashMap<>();
        others.put("credentials without blanks at their ends", name -> credentials.apply(name).strip());
        others.put("credentials with a line end behind", name -> credentials.apply(name) + "\n");
        others.forEach((told, other) -> {
            if (gives(description, other)) {
                found.add(told);
            }
        });
        for (Change change : changes) {
            if (gives(with(description, change), credentials)) {
                found.add(change.told());
            }
        }
        for (int i = 0; found.isEmpty() && i < changes.size(); i++) {
            JsonNode one = with(description, changes.get(i));
            for (Change other : changes.subList(i + 1, changes.size())) {
                if (!other.path().equals(changes.get(i).path()) && gives(with(one, other), credentials)) {
                    found.add(changes.get(i).told() + ", and " + other.told());
                }
            }
        }
        return found;
    }

    private boolean gives(JsonNode other, Function<String, String> credentials) {
        try {
            byte[] signature = signs.by(other, credentials);
            return signature != null && expected.stream().anyMatch(bytes -> Arrays.equals(bytes, signature));
        } catch (SignatureProblem | CannotSign impossible) {
            return false;
        }
    }

    private List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        Description root = new Description("", description);
        new SchemeReader(root).read();
        root.choices().forEach((path, words) -> words.forEach(word -> add(changes, path, word)));
        if (description.has("timestamp")) {
            TIMESTAMPS.forEach(form -> add(changes, "timestamp", form));
        }
        texts("message", description.path("message"), changes);
        return changes;
    }

    private void texts(String path, JsonNode node, List<Change> changes) {
        if (node.isTextual()) {
            String text = node.textValue();
            WORDS.forEach((word, others) -> others.stream().filter(other -> text.contains(word))
                    .forEach(other -> add(changes, path, text.replace(word, other))));
            Stream.of(text + "\n", text.strip()).forEach(other -> add(changes, path, other));
        }
        node.properties().forEach(member -> texts(path + "." + member.getKey(), member.getValue(), changes));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            texts(path + "." + i, node.get(i), changes);
        }
    }

    private void add(List<Change> changes, String path, String text) {
        JsonNode now = at(description, path);
        boolean known = changes.stream().anyMatch(it -> it.path().equals(path) && it.value().asText().equals(text));
        if (!known && !(now.isTextual() && now.textValue().equals(text))) {
            changes.add(new Change(path, TextNode.valueOf(text), path + ": " + TextNode.valueOf(text)));
        }
    }

    private static JsonNode at(JsonNode tree, String path) {
        JsonNode node = tree;
        for (String key : path.split("\\.", 0)) {
            node = node.isArray() ? node.path(Integer.parseInt(key)) : node.path(key);
        }
        return node;
    }

    private static JsonNode with(JsonNode tree, Change change) {
        JsonNode copy = tree.deepCopy();
        int last = change.path().lastIndexOf('.');
        JsonNode parent = last < 0 ? copy : at(copy, change.path().substring(0, last));
        String key = change.path().substring(last + 1);
        if (parent instanceof ObjectNode object) {
            object.set(key, change.value());
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(key), change.value());
        }
        return copy;
    }
}
