package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Finds what Kubernetes, or an operator, does not know in a manifest: the typed models put it into
 * {@code additionalProperties}, and of an operator's resource {@link CrdShape} knows the keys.
 */
final class UnknownFields {

    private UnknownFields() {
    }

    /** Dotted paths of all unknown fields. */
    static List<String> of(Object resource) {
        List<String> found = new ArrayList<>();
        if (resource instanceof GenericKubernetesResource unknown) {
            return CrdShape.of(unknown).map(shape -> shape.faults(unknown))
                    .orElseGet(() -> List.of(unknown.getApiVersion() + " " + unknown.getKind()));
        }
        walk(resource, resource.getClass().getSimpleName(), found);
        return found;
    }

    private static void walk(Object node, String path, List<String> found) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> walk(value, path + "." + key, found));
        } else if (node instanceof Collection<?> items) {
            int i = 0;
            for (Object item : items) {
                walk(item, path + "." + i++, found);
            }
        } else if (node != null && node.getClass().getName().startsWith("io.fabric8.") && !node.getClass().isEnum()) {
            for (Class<?> type = node.getClass(); type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    member(node, field, path, found);
                }
            }
        }
    }

    private static void member(Object node, Field field, String path, List<String> found) {
        if (Modifier.isStatic(field.getModifiers())) {
            return;
        }
        try {
            field.setAccessible(true);
            Object value = field.get(node);
            if (field.getName().equals("additionalProperties")) {
                ((Map<?, ?>) value).keySet().forEach(name -> found.add(path + "." + name));
            } else {
                walk(value, path + "." + field.getName(), found);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
