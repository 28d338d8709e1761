package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an overlay renders to. */
record Manifests(List<HasMetadata> all) {

    /** By their texts: overlays have much in common, and reading takes long. */
    private static final Map<String, HasMetadata> READ = new ConcurrentHashMap<>();

    static Manifests rendered(String folder) throws IOException, InterruptedException {
        return of(Kubectl.kustomize(Path.of(folder)));
    }

    static Manifests of(String yaml) {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : yaml.split("(?m)^---$")) {
            resources.add(READ.computeIfAbsent(document, Serialization::unmarshal));
        }
        return new Manifests(List.copyOf(resources));
    }

    <T extends HasMetadata> List<T> every(Class<T> type) {
        return all.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Those of an operator, by their kind. */
    List<GenericKubernetesResource> every(String kind) {
        return every(GenericKubernetesResource.class).stream().filter(one -> one.getKind().equals(kind)).toList();
    }

    /** Those whose templates stand here. */
    List<Pod> pods() {
        return Stream.of(
                every(Deployment.class).stream().map(one -> Pod.of(named(one), one.getSpec().getTemplate(), true)),
                every(StatefulSet.class).stream().map(one -> Pod.of(named(one), one.getSpec().getTemplate(), true)),
                every(CronJob.class).stream().map(one -> Pod.of(named(one),
                        one.getSpec().getJobTemplate().getSpec().getTemplate(), false)))
                .flatMap(pods -> pods).toList();
    }

    /** Labels of all pods, those among them that an operator makes. */
    Map<String, Map<String, String>> labels() {
        Map<String, Map<String, String>> labels = new TreeMap<>();
        pods().forEach(pod -> labels.put(pod.workload(), pod.labels()));
        every("BrokerCluster").forEach(one -> labels.put(named(one), one.get("spec", "deploymentPlan", "labels")));
        every("Cluster").forEach(
                one -> labels.put(named(one), Map.of("cnpg.io/cluster", one.getMetadata().getName())));
        return labels;
    }

    /** What a container has in its environment by name and value; a Secret's keys are not known, and a value from one is empty. */
    Map<String, String> environment(Container container) {
        Map<String, String> variables = new TreeMap<>();
        container.getEnvFrom().stream().filter(source -> source.getConfigMapRef() != null)
                .forEach(source -> map(source.getConfigMapRef().getName()).ifPresent(variables::putAll));
        for (EnvVar variable : container.getEnv()) {
            variables.put(variable.getName(), variable.getValue() == null ? "" : variable.getValue());
        }
        return variables;
    }

    Optional<Map<String, String>> map(String name) {
        return every(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
                .map(ConfigMap::getData);
    }

    boolean has(String kind, String name) {
        return all.stream().anyMatch(one -> one.getKind().equals(kind) && one.getMetadata().getName().equals(name));
    }

    static String named(HasMetadata resource) {
        return resource.getKind() + " " + resource.getMetadata().getName();
    }

    /** Whether a selector by labels, which has to name some, takes these. */
    static boolean selects(Map<String, String> selector, Map<String, String> labels) {
        return !selector.isEmpty() && labels.entrySet().containsAll(selector.entrySet());
    }

    /** Those of the resources that are not as they must be. */
    static <T extends HasMetadata> Stream<String> broken(List<T> resources,
            Predicate<T> right) {
        return resources.stream().filter(right.negate()).map(Manifests::named);
    }
}
