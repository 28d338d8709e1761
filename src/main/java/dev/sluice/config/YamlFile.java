package dev.sluice.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
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
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.UnicodeReader;

/** A YAML file of an operator as a tree, which still knows where each key stands. */
public final class YamlFile {

    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final int DEEPEST = 64;

    private final Path path;
    private final Map<String, Mark> marks = new HashMap<>();
    private final ObjectNode tree;

    /** @throws ConfigProblem when the file is missing, is not YAML or is not a mapping of keys */
    public YamlFile(Path path) {
        this.path = path;
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (InputStream bytes = Files.newInputStream(path); Reader reader = new UnicodeReader(bytes)) {
            Node root = new Yaml(options).compose(reader);
            if (root != null && !(root instanceof MappingNode)) {
                throw problem(1, 1, "must be a mapping of keys");
            }
            // One with comments alone says nothing.
            tree = root == null ? JsonNodeFactory.instance.objectNode() : mapping((MappingNode) root, "");
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw mark == null ? problem(1, 1, "is not YAML: " + e.getProblem())
                    : problem(mark.getLine() + 1, mark.getColumn() + 1, "is not YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw problem(0, 0, "is not YAML in UTF-8");
        } catch (IOException e) {
            throw problem(0, 0, "cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    public Path path() {
        return path;
    }

    public ObjectNode tree() {
        return tree;
    }

    /**
     * What is wrong with a key, which is dotted; the place is that of the nearest key above it that stands in the file.
     */
    public Mistake mistake(Rule rule, String key, String reason) {
        String known = key;
        while (!marks.containsKey(known) && known.contains(".")) {
            known = known.substring(0, known.lastIndexOf('.'));
        }
        Mark mark = marks.get(known);
        return mark == null ? new Mistake(rule, path.toString(), 1, 1, key, reason)
                : new Mistake(rule, path.toString(), mark.getLine() + 1, mark.getColumn() + 1, key, reason);
    }

    public ConfigProblem problem(Rule rule, String key, String reason) {
        return new ConfigProblem(mistake(rule, key, reason));
    }

    private ConfigProblem problem(int line, int column, String reason) {
        return new ConfigProblem(new Mistake(Rule.NOT_YAML, path.toString(), line, column, "", reason));
    }

    private JsonNode node(Node node, String key) {
        if (key.chars().filter(character -> character == '.').count() > DEEPEST) {
            throw problem(Rule.NOT_YAML, key.substring(0, key.indexOf('.')), "is nested too deep, or refers to itself");
        }
        if (node instanceof MappingNode mapping) {
            return mapping(mapping, key);
        }
        if (node instanceof SequenceNode sequence) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            for (Node item : sequence.getValue()) {
                String itemKey = key + "." + array.size();
                marks.put(itemKey, item.getStartMark());
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
                Mark mark = tuple.getKeyNode().getStartMark();
                throw problem(mark.getLine() + 1, mark.getColumn() + 1, "a key must be a word");
            }
            String name = keyNode.getValue();
            if (name.equals("<<") && tuple.getValueNode() instanceof MappingNode other) {
                merged.setAll(mapping(other, parent));
                continue;
            }
            String key = parent.isEmpty() ? name : parent + "." + name;
            marks.put(key, tuple.getKeyNode().getStartMark());
            if (object.has(name)) {
                throw problem(Rule.NOT_YAML, key, "stands here twice");
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
            throw problem(Rule.NOT_YAML, key, "is not a decimal number; put text in quotes");
        }
        return nodes.textNode(text);
    }
}
