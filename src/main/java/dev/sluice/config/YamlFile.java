package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** A YAML file of an operator as a tree, which still knows on which line each key stands. */
public final class YamlFile {

    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final int DEEPEST = 64;

    private final Path path;
    private final Map<String, Integer> lines = new HashMap<>();
    private final ObjectNode tree;

    /** @throws ConfigProblem when the file is missing, is not YAML or is not a mapping of keys */
    public YamlFile(Path path) {
        this.path = path;
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader reader = Files.newBufferedReader(path)) {
            Node root = new Yaml(options).compose(reader);
            if (!(root instanceof MappingNode mapping)) {
                throw new ConfigProblem(path + ": must be a mapping of keys");
            }
            tree = mapping(mapping, "");
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigProblem(path + ":" + line + ": is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw new ConfigProblem(path + ": is not YAML in UTF-8");
        } catch (IOException e) {
            throw new ConfigProblem(path + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    public Path path() {
        return path;
    }

    public ObjectNode tree() {
        return tree;
    }

    /** One line for the operator: file, line, key, what is wrong. The key is dotted; its nearest known line is named. */
    public ConfigProblem problem(String key, String reason) {
        String known = key;
        while (!lines.containsKey(known) && known.contains(".")) {
            known = known.substring(0, known.lastIndexOf('.'));
        }
        return new ConfigProblem(path + ":" + lines.getOrDefault(known, 1) + ": " + key + ": " + reason);
    }

    private JsonNode node(Node node, String key) {
        if (key.chars().filter(character -> character == '.').count() > DEEPEST) {
            throw problem(key.substring(0, key.indexOf('.')), "is nested too deep, or refers to itself");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, key);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                String itemKey = key + "." + array.size();
                lines.put(itemKey, item.getStartMark().getLine() + 1);
                array.add(node(item, itemKey));
            }
            return array;
        }
        return scalar((ScalarNode) node, key);
    }

    private ObjectNode mapping(MappingNode mapping, String parent) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        ObjectNode merged = JsonNodeFactory.instance.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
                throw new ConfigProblem(path + ":" + (tuple.getKeyNode().getStartMark().getLine() + 1) + ": a key must be a word");
            }
            String name = keyNode.getValue();
            if (name.equals("<<") && tuple.getValueNode() instanceof MappingNode other) {
                merged.setAll(mapping(other, parent));
                continue;
            }
            String key = parent.isEmpty() ? name : parent + "." + name;
            lines.put(key, tuple.getKeyNode().getStartMark().getLine() + 1);
            if (object.has(name)) {
                throw problem(key, "stands here twice");
            }
            object.set(name, node(tuple.getValueNode(), key));
        }
        return merged.setAll(object);
    }

    private JsonNode scalar(ScalarNode scalar, String key) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.BOOL)) {
                return nodes.booleanNode(TRUE.contains(text.toLowerCase(Locale.ROOT)));
            } else if (tag.equals(Tag.INT)) {
                return nodes.numberNode(new BigInteger(text));
            } else if (tag.equals(Tag.FLOAT)) {
                return nodes.numberNode(new BigDecimal(text));
            } else if (tag.equals(Tag.NULL)) {
                return nodes.nullNode();
            }
        } catch (NumberFormatException e) {
            throw problem(key, "is not a decimal number; put text in quotes");
        }
        return nodes.textNode(text);
    }
}
