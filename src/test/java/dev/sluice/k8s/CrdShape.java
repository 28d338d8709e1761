package dev.sluice.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.config.YamlFile;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that an operator's resource may have, as {@code src/test/resources/crds} lists them: of which kind each is,
 * with {@code !} those that must be there. Where Kubernetes' own types stand inside, their models look.
 */
record CrdShape(JsonNode shape) {

    private static final Path SHAPES = Path.of("src/test/resources/crds");
    private static final String MODELS = "io.fabric8.kubernetes.api.model.";
    private static final Set<String> HEAD = Set.of("apiVersion", "kind", "metadata");

    /** Of a resource whose kind and version are listed. */
    static Optional<CrdShape> of(GenericKubernetesResource resource) {
        Path file = SHAPES.resolve(resource.getKind() + ".yaml");
        return Optional.of(file).filter(Files::exists).map(path -> new CrdShape(new YamlFile(path).tree()))
                .filter(shape -> shape.shape.get("apiVersion").asText().equals(resource.getApiVersion()));
    }

    List<String> faults(GenericKubernetesResource resource) {
        List<String> found = new ArrayList<>();
        JsonNode tree = new ObjectMapper().valueToTree(resource.getAdditionalProperties());
        tree.fieldNames().forEachRemaining(name -> {
            if (!shape.has(name) && !HEAD.contains(name)) {
                found.add(resource.getKind() + "." + name);
            }
        });
        walk(resource.getKind() + ".spec", shape.get("spec"), tree.path("spec"), found);
        return found;
    }

    private static void walk(String path, JsonNode shape, JsonNode value, List<String> found) {
        if (shape.isTextual()) {
            leaf(path, shape.asText().replace("!", ""), value, found);
        } else if (shape.isArray() != value.isArray() || shape.isObject() != value.isObject()) {
            found.add(path + " is no " + (shape.isArray() ? "list" : "map"));
        } else if (shape.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                walk(path + "." + i, shape.get(0), value.get(i), found);
            }
        } else {
            shape.properties().stream()
                    .filter(key -> key.getValue().asText().endsWith("!") && !value.has(key.getKey()))
                    .forEach(key -> found.add(path + "." + key.getKey() + " is missing"));
            value.properties().forEach(member -> {
                String place = path + "." + member.getKey();
                if (shape.has(member.getKey())) {
                    walk(place, shape.get(member.getKey()), member.getValue(), found);
                } else {
                    found.add(place);
                }
            });
        }
    }

    private static void leaf(String path, String kind, JsonNode value, List<String> found) {
        boolean fits = switch (kind) {
            case "text" -> value.isTextual();
            case "number" -> value.isIntegralNumber();
            case "truth" -> value.isBoolean();
            case "map" -> value.isObject()
                    && value.properties().stream().allMatch(member -> member.getValue().isTextual());
            case "any" -> true;
            default -> kind.contains("|") ? List.of(kind.split("\\|", -1)).contains(value.asText())
                    : model(path, kind, value, found);
        };
        if (!fits) {
            found.add(path + " is no " + kind + ": " + value);
        }
    }

    private static boolean model(String path, String kind, JsonNode value, List<String> found) {
        try {
            Object model = Serialization.unmarshal(value.toString(), Class.forName(MODELS + kind));
            UnknownFields.of(model).forEach(unknown -> found.add(path + ": " + unknown));
            return true;
        } catch (IllegalArgumentException wrongKind) {
            return false;
        } catch (ClassNotFoundException e) {
            throw new AssertionError("Kubernetes has no " + kind, e);
        }
    }
}
