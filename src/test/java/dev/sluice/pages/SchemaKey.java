package dev.sluice.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A key that a schema allows.
 *
 * @param path   from the root, with dots between; {@code <name>} is where any name may stand
 * @param schema what is said of it here, and what it refers to
 * @param shared the name of the shape that it refers to and others may too, empty for one of its own
 * @param needed whether it must be there
 * @param below  the keys that its value may have
 */
public record SchemaKey(String path, JsonNode schema, String shared, boolean needed, List<SchemaKey> below) {

    public static final Path PROVIDER_FILE = Path.of("src/main/resources/provider.schema.json");
    public static final Path SETTINGS = Path.of("src/main/resources/settings.schema.json");

    /** The keys at the top of a schema. */
    public static List<SchemaKey> of(Path file) {
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            return new Reading(root).below(root, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This one and all below it. */
    public Stream<SchemaKey> all() {
        return Stream.concat(Stream.of(this), below.stream().flatMap(SchemaKey::all));
    }

    String description() {
        return schema.path("description").asText();
    }

    @Override
    public String toString() {
        return path;
    }

    private record Reading(JsonNode root) {

        List<SchemaKey> below(JsonNode schema, String prefix) {
            List<SchemaKey> keys = new ArrayList<>();
            schema.path("properties").properties().forEach(member -> keys.add(key(prefix + member.getKey(),
                    withDefault(member.getValue(), schema.path("default").path(member.getKey())),
                    schema.path("required").valueStream().anyMatch(name -> name.asText().equals(member.getKey())))));
            schema.path("patternProperties").properties().forEach(member -> keys.add(
                    key(prefix + member.getKey().replaceAll("^\\^\\[.*]\\*|\\$$", "").replaceFirst("^", "<name>"),
                            member.getValue(), false)));
            if (schema.path("additionalProperties").isObject()) {
                keys.add(key(prefix + "<" + schema.at("/propertyNames/title").asText("name") + ">",
                        schema.get("additionalProperties"), false));
            }
            return keys;
        }

        private SchemaKey key(String path, JsonNode described, boolean needed) {
            ObjectNode schema = whole(described);
            if (schema.has("items")) {
                schema.set("items", whole(schema.get("items")));
            }
            String reference = described.path("$ref").asText();
            boolean shape = !reference.isEmpty() && schema.has("properties");
            return new SchemaKey(path, schema, shape ? reference.substring(reference.lastIndexOf('/') + 1) : "", needed,
                    below(schema, path + "."));
        }

        /** With what it refers to, over which its own words lie. */
        private ObjectNode whole(JsonNode described) {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            if (described.has("$ref")) {
                schema.setAll((ObjectNode) root.at(described.get("$ref").asText().substring(1)));
            }
            return schema.setAll((ObjectNode) described);
        }

        private static JsonNode withDefault(JsonNode schema, JsonNode otherwise) {
            return otherwise.isMissingNode() ? schema
                    : ((ObjectNode) schema.deepCopy()).set("default", otherwise);
        }
    }
}
