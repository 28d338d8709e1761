package dev.sluice.route;

import dev.sluice.config.Mistake;
import dev.sluice.config.Mistakes;
import dev.sluice.config.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
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
 * What a route file, and a route in it, may hold: flows, and nothing by which one file governs the flows of others.
 * Camel takes an error handler, a configuration of routes and an interceptor of any file for all of them.
 */
final class RouteShape {

    private static final Set<String> OF_A_FILE = Set.of("route", "from", "routeTemplate", "templatedRoute");
    private static final Set<String> OF_A_ROUTE = Set.of("id", "description", "note", "group", "nodePrefixId", "from",
            "autoStartup", "startupOrder", "logMask", "streamCache", "shutdownRoute", "shutdownRunningTask");
    private static final Set<String> ROUTES = Set.of("route", "routeTemplate");
    private static final Pattern DASH = Pattern.compile("-([a-z])");
    private static final Map<String, String> WHY = new TreeMap<>(Map.of(
            "beans", "would be shared by flows of all files, also of those that are taken while Sluice runs",
            "errorHandler", "governs every flow of Sluice and would try lost calls again, or end them unrecorded",
            "errorHandlerRef", "would try lost calls again, or end them unrecorded",
            "routeConfiguration", "governs every flow of Sluice",
            "interceptSendToEndpoint", "governs every flow of Sluice",
            "onException", "would end a step unrecorded, or try a lost call again",
            "onCompletion", "goes on when its step is settled, where the ledger knows nothing of it",
            "trace", "would write whole messages to the log"));
    private static final Pattern OF_FAILURES = Pattern.compile("errorHandler.*|onException");

    private final Path file;
    private final Mistakes mistakes;

    private RouteShape(Path file, Mistakes mistakes) {
        this.file = file;
        this.mistakes = mistakes;
    }

    /** Looks at one file; what is no YAML is told where it is read. */
    static void check(Path file, Mistakes mistakes) {
        RouteShape shape = new RouteShape(file, mistakes);
        try (InputStream bytes = Files.newInputStream(file); Reader reader = new UnicodeReader(bytes)) {
            shape.isUtf8(Files.readAllBytes(file));
            shape.file(new Yaml(new LoaderOptions()).compose(reader));
        } catch (IOException | YAMLException e) {
            // Camel says what it cannot read.
        }
    }

    /** Camel makes question marks of what is none, and would send them. */
    private void isUtf8(byte[] bytes) {
        ByteBuffer read = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        if (StandardCharsets.UTF_8.newDecoder().decode(read, text, true).isError()) {
            int line = (int) text.flip().chars().filter(character -> character == '\n').count() + 1;
            mistakes.add(new Mistake(Rule.NOT_YAML, file.toString(), line, 1, "", "is not UTF-8: save it so"));
        }
    }

    private void file(Node root) {
        if (root instanceof SequenceNode parts) {
            for (Node part : parts.getValue()) {
                keys(part, (key, value) -> {
                    allowed(key, OF_A_FILE, "a route file holds route, routeTemplate and templatedRoute");
                    if (ROUTES.contains(name(key))) {
                        route(value);
                        new StepCatalog(this::tell).route(value);
                    }
                });
            }
        } else if (root != null) {
            tell(Rule.NOT_ROUTES, root.getStartMark(), "", "is no list of routes: begin with \"- route:\"");
        }
    }

    /** A template holds its route as one of its own keys, or as what it is itself. */
    private void route(Node route) {
        keys(route, (key, value) -> {
            String name = name(key);
            if (name.equals("route")) {
                route(value);
            } else if (!name.equals("parameters") && !name.equals("beans")) {
                allowed(key, OF_A_ROUTE, "a route holds id, description, from and its steps");
            }
        });
    }

    private void allowed(ScalarNode key, Set<String> names, String what) {
        String name = name(key);
        if (!names.contains(name)) {
            tell(Rule.FILE_WIDE, key.getStartMark(), key.getValue(),
                    (WHY.containsKey(name) ? WHY.get(name) : "is nothing that may stand here, for " + what)
                            + ": leave that out"
                            + (OF_FAILURES.matcher(name).matches() ? "; what may fail is put into doTry" : ""));
        }
    }

    private void tell(Rule rule, Mark mark, String key, String reason) {
        mistakes.add(new Mistake(rule, file.toString(), mark.getLine() + 1, mark.getColumn() + 1, key, reason));
    }

    private static void keys(Node node, BiConsumer<ScalarNode, Node> each) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key) {
                    each.accept(key, tuple.getValueNode());
                }
            }
        }
    }

    /** Camel takes {@code error-handler} too. */
    private static String name(ScalarNode key) {
        return DASH.matcher(key.getValue()).replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT));
    }
}
