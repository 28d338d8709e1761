package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What in a manifest must fit what in another, each as the resources that do not. */
final class WiringRules {

    /** By which a Grafana finds maps of dashboards. */
    private static final String DASHBOARD = "grafana_dashboard";
    private static final String LEVEL = "pod-security.kubernetes.io/enforce";
    private static final Set<String> OF_THE_CLUSTER = Set.of("Namespace", "PriorityClass");
    /** The operator of a database makes them. */
    private static final Set<String> OF_OPERATORS = Set.of("sluice-ledger-app", "sluice-ledger-ca");

    private WiringRules() {
    }

    static Stream<String> selectors(Manifests manifests) {
        return Stream.concat(
                manifests.every(Deployment.class).stream()
                        .filter(one -> !Manifests.selects(one.getSpec().getSelector().getMatchLabels(),
                                one.getSpec().getTemplate().getMetadata().getLabels())),
                manifests.every(StatefulSet.class).stream()
                        .filter(one -> !Manifests.selects(one.getSpec().getSelector().getMatchLabels(),
                                one.getSpec().getTemplate().getMetadata().getLabels())
                                || !manifests.has("Service", one.getSpec().getServiceName())))
                .map(Manifests::named);
    }

    static Stream<String> services(Manifests manifests) {
        return Manifests.broken(manifests.every(Service.class), service -> {
            Map<String, String> selector = service.getSpec().getSelector();
            return manifests.labels().values().stream().anyMatch(labels -> Manifests.selects(selector, labels))
                    && manifests.pods().stream().filter(pod -> Manifests.selects(selector, pod.labels()))
                            .allMatch(pod -> service.getSpec().getPorts().stream()
                                    .allMatch(port -> leads(port.getTargetPort(), pod)));
        });
    }

    private static boolean leads(IntOrString target, Pod pod) {
        return pod.containers().flatMap(container -> container.getPorts().stream()).map(ContainerPort::getName)
                .anyMatch(name -> name.equals(target.getStrVal()));
    }

    /** Names, numbers and protocols of ports, none of them twice; the settings open those. */
    static Stream<String> ports(Manifests manifests) {
        return manifests.pods().stream().filter(Pod::isSluice).filter(pod -> {
            Container sluice = pod.spec().getContainers().get(0);
            Map<String, String> settings = manifests.environment(sluice);
            Map<String, Integer> open = sluice.getPorts().stream()
                    .collect(Collectors.toMap(ContainerPort::getName, ContainerPort::getContainerPort));
            boolean embedded = "true".equals(settings.get("SLUICE_BROKER_EMBEDDED"));
            return !Objects.equals(settings.get("QUARKUS_HTTP_PORT"), "" + open.get("http"))
                    || !Objects.equals(settings.get("SLUICE_MANAGEMENT_PORT"), "" + open.get("management"))
                    || embedded != open.containsKey("broker")
                    || embedded && !settings.get("SLUICE_BROKER_PORT").equals("" + open.get("broker"));
        }).map(Pod::workload);
    }

    static Stream<String> maps(Manifests manifests) {
        Set<String> used = new TreeSet<>();
        for (Pod pod : manifests.pods()) {
            pod.spec().getVolumes().stream().filter(volume -> volume.getConfigMap() != null)
                    .forEach(volume -> used.add(volume.getConfigMap().getName()));
            pod.containers().flatMap(container -> container.getEnvFrom().stream())
                    .filter(source -> source.getConfigMapRef() != null)
                    .forEach(source -> used.add(source.getConfigMapRef().getName()));
        }
        Set<String> there = manifests.every(ConfigMap.class).stream()
                .filter(map -> map.getMetadata().getLabels() == null
                        || !map.getMetadata().getLabels().containsKey(DASHBOARD))
                .map(map -> map.getMetadata().getName())
                .collect(Collectors.toSet());
        return Stream.concat(used.stream(), there.stream())
                .filter(name -> used.contains(name) != there.contains(name));
    }

    /** A Secret that a pod needs comes from the store, from an operator, or by a command of the page. */
    static Stream<String> secrets(Manifests manifests) {
        Set<String> used = new HashSet<>();
        for (Pod pod : manifests.pods()) {
            pod.spec().getVolumes().stream().filter(volume -> volume.getSecret() != null)
                    .forEach(volume -> used.add(volume.getSecret().getSecretName()));
            pod.containers().forEach(container -> {
                container.getEnvFrom().stream().filter(source -> source.getSecretRef() != null)
                        .forEach(source -> used.add(source.getSecretRef().getName()));
                container.getEnv().stream().filter(variable -> variable.getValueFrom() != null)
                        .forEach(variable -> used.add(variable.getValueFrom().getSecretKeyRef().getName()));
            });
        }
        manifests.every("BrokerCluster").forEach(
                one -> used.addAll(one.<List<String>>get("spec", "deploymentPlan", "extraMounts", "secrets")));
        return Stream.concat(
                manifests.all().stream().filter(one -> one.getKind().equals("Secret")).map(Manifests::named),
                used.stream().filter(name -> !manifests.has("ExternalSecret", name) && !OF_OPERATORS.contains(name)
                        && !page().contains("create secret generic " + name + " ")));
    }

    private static String page() {
        try {
            return Files.readString(Path.of("k8s/README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Stream<String> volumes(Manifests manifests) {
        return manifests.pods().stream().filter(pod -> {
            Set<String> there = pod.spec().getVolumes().stream().map(Volume::getName).collect(Collectors.toSet());
            manifests.every(StatefulSet.class).stream().filter(one -> Manifests.named(one).equals(pod.workload()))
                    .flatMap(one -> one.getSpec().getVolumeClaimTemplates().stream())
                    .forEach(claim -> there.add(claim.getMetadata().getName()));
            Set<String> mounted = pod.containers().flatMap(container -> container.getVolumeMounts().stream())
                    .map(VolumeMount::getName).collect(Collectors.toSet());
            return !there.equals(mounted) || pod.spec().getVolumes().stream()
                    .map(Volume::getPersistentVolumeClaim).filter(Objects::nonNull)
                    .anyMatch(claim -> !manifests.has("PersistentVolumeClaim", claim.getClaimName()));
        }).map(Pod::workload);
    }

    /** One at a time, and what is broken holds nothing up. A second replica is there meanwhile. */
    static Stream<String> disruption(Manifests manifests) {
        return manifests.every(Deployment.class).stream()
                .filter(one -> manifests.every(PodDisruptionBudget.class).stream()
                        .filter(budget -> Manifests.selects(budget.getSpec().getSelector().getMatchLabels(),
                                one.getSpec().getTemplate().getMetadata().getLabels()))
                        .noneMatch(budget -> "AlwaysAllow".equals(budget.getSpec().getUnhealthyPodEvictionPolicy())
                                && new IntOrString(1).equals(budget.getSpec().getMaxUnavailable())))
                .map(Manifests::named);
    }

    static Stream<String> replicas(Manifests manifests) {
        return Manifests.broken(manifests.every(Deployment.class), one -> {
            Integer replicas = one.getSpec().getReplicas();
            boolean scaled = manifests.every("ScaledObject").stream()
                    .filter(scale -> scale.<String>get("spec", "scaleTargetRef", "name")
                            .equals(one.getMetadata().getName()))
                    .anyMatch(scale -> scale.<Integer>get("spec", "minReplicaCount") >= 2);
            return (scaled ? replicas == null : replicas != null && replicas >= 2)
                    && one.getSpec().getStrategy() != null && new IntOrString(0)
                            .equals(one.getSpec().getStrategy().getRollingUpdate().getMaxUnavailable());
        });
    }

    static Stream<String> namespace(Manifests manifests) {
        List<Namespace> namespaces = manifests.every(Namespace.class);
        return Stream.concat(
                Manifests.broken(namespaces, one -> "restricted".equals(one.getMetadata().getLabels().get(LEVEL))
                        && one.getMetadata().getLabels().getOrDefault(LEVEL + "-version", "").matches("v1\\.\\d+")),
                Manifests.broken(manifests.all(), one -> OF_THE_CLUSTER.contains(one.getKind()) || namespaces.stream()
                        .anyMatch(space -> space.getMetadata().getName().equals(one.getMetadata().getNamespace()))));
    }
}
