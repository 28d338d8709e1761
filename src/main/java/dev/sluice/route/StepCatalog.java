package dev.sluice.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.config.Rule;
import dev.sluice.json.Json;
import dev.sluice.json.Unreadable;
import dev.sluice.text.Nearest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.camel.model.ProcessorDefinition;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * What Camel's own catalog, of the version that is here, says of steps: which options each needs and to what they can
 * be set. Camel itself finds that when it makes the flow, or when a message comes.
 */
final class StepCatalog {

    private static final String OF_STEPS = "/META-INF/org/apache/camel/model/";
    private static final Pattern WORD = Pattern.compile("\"([A-Za-z]+)\" : \\{");
    /** What YAML has where the catalog has something else. */
    private static final Set<String> PLACED = Set.of("parameters", "steps", "doCatch", "doFinally", "when", "otherwise",
            "inheritErrorHandler");
    /** What steps need and the catalog does not say. */
    private static final Map<String, Set<String>> BESIDE = Map.of("doCatch", Set.of("exception"), "throwException",
            Set.of("exceptionType", "ref"));
    private static final Set<String> INSIDE = Set.of("doCatch", "doFinally", "otherwise", "when");

    /** Is told where and what is wrong. */
    interface Told {
        void of(Rule rule, Mark mark, String key, String reason);
    }

    private final Map<String, JsonNode> known = new HashMap<>();
    private final Told told;

    StepCatalog(Told told) {
        this.told = told;
    }

    /** Looks at all steps of a route, those inside of others too. */
    void route(Node node) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "";
                if (key.equals("steps") && tuple.getValueNode() instanceof SequenceNode steps) {
                    steps.getValue().forEach(this::item);
                } else if (INSIDE.contains(key)) {
                    (tuple.getValueNode() instanceof SequenceNode several ? several.getValue()
                            : Set.of(tuple.getValueNode())).forEach(one -> step(key, one, tuple.getKeyNode()));
                }
                route(tuple.getValueNode());
            }
        } else if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(this::route);
        }
    }

    private void item(Node item) {
        if (item instanceof MappingNode mapping) {
            mapping.getValue().stream().filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
                    .forEach(tuple -> step(((ScalarNode) tuple.getKeyNode()).getValue(), tuple.getValueNode(),
                            tuple.getKeyNode()));
        }
    }

    private void step(String name, Node value, Node key) {
        JsonNode options = options(name);
        if (!(value instanceof MappingNode mapping) || options.isMissingNode()) {
            return;
        }
        Map<String, Node> given = new HashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode option) {
                given.put(option.getValue(), tuple.getValueNode());
            }
        }
        // Camel tells of one that it does not know, and that is probably the one that is wanting.
        boolean understood = given.keySet().stream().allMatch(one -> options.has(one) || PLACED.contains(one)
                || options.path("expression").path("oneOf").toString().contains('"' + one + '"'));
        Set<String> oneOf = BESIDE.getOrDefault(name, Set.of());
        if (understood && !oneOf.isEmpty() && oneOf.stream().noneMatch(given::containsKey)) {
            told.of(Rule.MISSING_OPTION, key.getStartMark(), name,
                    "needs " + String.join(" or ", new TreeSet<>(oneOf)));
        }
        options.properties().forEach(option -> {
            Node set = given.get(option.getKey());
            if (set == null && understood) {
                needed(name, option.getKey(), option.getValue(), given.keySet(), key);
            } else if (set instanceof ScalarNode text) {
                value(name, option.getKey(), option.getValue(), text);
            }
        });
    }

    private void needed(String step, String name, JsonNode option, Set<String> given, Node key) {
        boolean expression = option.path("kind").asText().equals("expression");
        boolean otherwise = StreamSupport.stream(option.path("oneOf").spliterator(), false)
                .anyMatch(one -> given.contains(one.asText()));
        if (option.path("required").asBoolean() && !otherwise
                && (expression || option.path("kind").asText().equals("attribute"))) {
            told.of(Rule.MISSING_OPTION, key.getStartMark(), step,
                    expression ? "needs an expression, such as jq or simple"
                            : "needs " + name);
        }
    }

    private void value(String step, String name, JsonNode option, ScalarNode given) {
        String value = given.getValue();
        if (value.contains("{{") || value.contains("${") || value.startsWith("#")) {
            return;
        }
        Set<String> words = new TreeSet<>();
        option.path("enum").forEach(word -> words.add(word.asText()));
        String type = option.path("javaType").asText();
        String wrong = null;
        if (!words.isEmpty() && words.stream().noneMatch(word -> plain(word).equals(plain(value)))) {
            wrong = "must be one of " + String.join(", ", words) + Nearest.hint(value, words);
        } else if (type.equals("java.lang.Boolean") && !value.matches("(?i)true|false")) {
            wrong = "must be true or false";
        } else if (type.matches("java\\.lang\\.(Integer|Long|Short)") && !isNumber(option, value)) {
            wrong = "must be a whole number";
        }
        if (name.equals("charset") && !isCharset(value)) {
            wrong = "is no character set";
        }
        if (wrong != null) {
            told.of(Rule.UNKNOWN_OPTION, given.getStartMark(), step + "." + name, wrong);
        }
    }

    private static boolean isCharset(String name) {
        try {
            return Charset.isSupported(name);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isNumber(JsonNode option, String value) {
        return value.matches("-?[0-9]+") || option.path("type").asText().equals("duration");
    }

    private static String plain(String word) {
        return word.toLowerCase(Locale.ROOT).replaceAll("[_-]", "");
    }

    private JsonNode options(String step) {
        return known.computeIfAbsent(step, name -> {
            try (InputStream json = name.matches("[A-Za-z]+")
                    ? ProcessorDefinition.class.getResourceAsStream(OF_STEPS + name + ".json") : null) {
                return json == null ? MissingNode.getInstance()
                        : Json.read(json.readAllBytes(), Json.Numbers.KEPT).path("properties");
            } catch (IOException | Unreadable e) {
                return MissingNode.getInstance();
            }
        });
    }

    /** The word of Camel's YAML that was probably meant. */
    static String hint(String written) {
        Set<String> words = new TreeSet<>();
        try (InputStream schema = ProcessorDefinition.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            if (schema != null) {
                WORD.matcher(new String(schema.readAllBytes(), StandardCharsets.UTF_8)).results()
                        .forEach(word -> words.add(word.group(1)));
            }
        } catch (IOException e) {
            // Then nothing is proposed.
        }
        return Nearest.hint(written, words);
    }
}
