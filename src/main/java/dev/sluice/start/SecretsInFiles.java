package dev.sluice.start;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import dev.sluice.text.KeyMaterial;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * Looks for secrets in the files that are kept with others and shown to many: the providers', the routes and the rules.
 * They name credentials, and settings give them.
 */
final class SecretsInFiles {

    private static final String REASON = "is a secret, and this file is kept with others and read by many: name a"
            + " credential here, and give that in the environment or in a file (<credential>-file)";
    private static final Pattern OPTION = Pattern.compile("[?&]([A-Za-z0-9_.-]+)=([^&\\s]+)");
    /** A step that gives a value to what another key beside it names. */
    private static final List<String> LANGUAGES = List.of("constant", "simple");

    private final Path file;
    private final Mistakes mistakes;
    private final Set<Integer> told = new HashSet<>();
    /** Of credentials, which a file is to name. */
    private final Set<String> names = new HashSet<>();

    private SecretsInFiles(Path file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    static void tell(Path home, Mistakes mistakes) {
        try {
            PlanFiles.all(home).forEach(file -> new SecretsInFiles(file, mistakes).look());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void look() {
        try (InputStream bytes = Files.newInputStream(file); Reader reader = new UnicodeReader(bytes)) {
            Node top = new Yaml(new LoaderOptions()).compose(reader);
            if (top instanceof MappingNode mapping) {
                mapping.getValue().stream().filter(tuple -> tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("credentials")).forEach(tuple -> names(tuple.getValueNode()));
            }
            node("", top, 0);
        } catch (IOException | YAMLException e) {
            // Whoever reads the file says so.
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            int[] at = {0};
            lines.forEach(line -> {
                at[0]++;
                KeyMaterial.in(line).ifPresent(secret -> tell(at[0], line.indexOf(secret) + 1, ""));
            });
        } catch (IOException e) {
            // The same.
        }
    }

    private void names(Node list) {
        if (list instanceof SequenceNode credentials) {
            credentials.getValue().stream().filter(ScalarNode.class::isInstance)
                    .forEach(one -> names.add(((ScalarNode) one).getValue()));
        }
    }

    private void node(String name, @Nullable Node node, int depth) {
        if (depth > 64) {
            return;
        }
        if (node instanceof SequenceNode sequence) {
            sequence.getValue().forEach(item -> node(name, item, depth + 1));
        } else if (node instanceof MappingNode mapping) {
            String named = value(mapping, "name").orElse("");
            for (NodeTuple tuple : mapping.getValue()) {
                String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
                boolean given = LANGUAGES.contains(key) || key.equals("expression");
                node(given && !named.isEmpty() ? named : given ? name : key, tuple.getValueNode(), depth + 1);
            }
        } else if (node instanceof ScalarNode scalar && !names.contains(scalar.getValue())
                && (KeyMaterial.is(name, scalar.getValue())
                        || OPTION.matcher(scalar.getValue()).results()
                                .anyMatch(option -> KeyMaterial.is(option.group(1), option.group(2))))) {
            Mark mark = scalar.getStartMark();
            tell(mark.getLine() + 1, mark.getColumn() + 1, name);
        }
    }

    private static Optional<String> value(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
                .map(NodeTuple::getValueNode).filter(ScalarNode.class::isInstance)
                .map(value -> ((ScalarNode) value).getValue()).findFirst();
    }

    private void tell(int line, int column, String key) {
        if (told.add(line)) {
            mistakes.addUnlessLineTold(
                    new Mistake(Rule.CREDENTIAL_IN_FILE, file.toString(), line, column, key, REASON));
        }
    }
}
