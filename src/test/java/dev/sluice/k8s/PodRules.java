package dev.sluice.k8s;

import dev.sluice.pages.Variables;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a pod must be and must not be, each as the pods that break it. */
final class PodRules {

    private static final Map<String, String> PROBES = Map.of("startup", "/q/health/started", "liveness",
            "/q/health/live", "readiness", "/q/health/ready");
    private static final Pattern SECRET = Pattern.compile(".*(KEY|SECRET|PASSWORD|PASSWD|TOKEN|USERNAME).*");
    private static final Pattern SHARE = Pattern.compile("-XX:MaxRAMPercentage=(\\d+)");
    /** What is no setting: of the launcher, and of PostgreSQL's client. */
    private static final Set<String> OTHERS = Set.of("JAVA_OPTS", "PGUSER", "PGPASSWORD", "QUARKUS_HTTP_HOST",
            "QUARKUS_HTTP_PORT");
    /** After it Sluice leaves in any case. */
    private static final Duration SLACK = Duration.ofSeconds(5);

    private PodRules() {
    }

    static Stream<String> privileges(Manifests manifests) {
        return containers(manifests, container -> {
            SecurityContext context = context(container);
            return Boolean.FALSE.equals(context.getAllowPrivilegeEscalation())
                    && !Boolean.TRUE.equals(context.getPrivileged()) && context.getCapabilities() != null
                    && context.getCapabilities().getDrop().equals(List.of("ALL"))
                    && context.getCapabilities().getAdd().isEmpty();
        });
    }

    static Stream<String> host(Manifests manifests) {
        return pods(manifests, pod -> {
            PodSpec spec = pod.spec();
            return Stream.of(spec.getHostNetwork(), spec.getHostPID(), spec.getHostIPC())
                    .noneMatch(Boolean.TRUE::equals)
                    && spec.getVolumes().stream().allMatch(volume -> volume.getHostPath() == null)
                    && pod.containers().flatMap(container -> container.getPorts().stream())
                            .map(ContainerPort::getHostPort).allMatch(Objects::isNull)
                    && podContext(pod).getSysctls().isEmpty();
        });
    }

    static Stream<String> readOnly(Manifests manifests) {
        return containers(manifests,
                container -> Boolean.TRUE.equals(context(container).getReadOnlyRootFilesystem()));
    }

    static Stream<String> user(Manifests manifests) {
        return pods(manifests, pod -> Boolean.TRUE.equals(podContext(pod).getRunAsNonRoot())
                && podContext(pod).getRunAsUser() != null && podContext(pod).getRunAsUser() >= 10_000
                && pod.containers().allMatch(container -> context(container).getRunAsUser() == null));
    }

    static Stream<String> seccomp(Manifests manifests) {
        return pods(manifests, pod -> podContext(pod).getSeccompProfile() != null
                && podContext(pod).getSeccompProfile().getType().equals("RuntimeDefault"));
    }

    static Stream<String> resources(Manifests manifests) {
        Set<String> both = Set.of("cpu", "memory");
        return containers(manifests, container -> container.getResources() != null
                && container.getResources().getRequests().keySet().containsAll(both)
                && container.getResources().getLimits().keySet().containsAll(both)
                && both.stream().allMatch(one -> amount(container.getResources().getRequests().get(one)) <= amount(
                        container.getResources().getLimits().get(one))));
    }

    private static double amount(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).doubleValue();
    }

    static Stream<String> probes(Manifests manifests) {
        return pods(manifests, pod -> !pod.serves() || pod.spec().getContainers().stream()
                .allMatch(container -> asks(container, container.getStartupProbe(), "startup")
                        && asks(container, container.getLivenessProbe(), "liveness")
                        && asks(container, container.getReadinessProbe(), "readiness")));
    }

    private static boolean asks(Container container, Probe probe, String which) {
        HTTPGetAction asked = probe == null ? null : probe.getHttpGet();
        return asked != null && asked.getPath().equals(PROBES.get(which))
                && asked.getPort().getStrVal().equals("management") && container.getPorts().stream()
                        .anyMatch(port -> port.getName().equals(asked.getPort().getStrVal()));
    }

    static Stream<String> account(Manifests manifests) {
        return pods(manifests, pod -> Boolean.FALSE.equals(pod.spec().getAutomountServiceAccountToken())
                && pod.spec().getServiceAccountName() != null
                && manifests.has("ServiceAccount", pod.spec().getServiceAccountName()));
    }

    static Stream<String> rights(Manifests manifests) {
        return manifests.all().stream().filter(one -> one.getKind().matches("(Cluster)?Role(Binding)?"))
                .map(Manifests::named);
    }

    static Stream<String> tag(Manifests manifests) {
        return containers(manifests, container -> container.getImage().matches(".+(:[^/:@]+|@sha256:[0-9a-f]{64})")
                && !container.getImage().endsWith(":latest"));
    }

    static Stream<String> digest(Manifests manifests) {
        return containers(manifests, container -> container.getImage().contains("@sha256:"));
    }

    static Stream<String> secrets(Manifests manifests) {
        return containers(manifests, container -> container.getEnv().stream()
                .filter(variable -> variable.getValue() != null).map(EnvVar::getName)
                .noneMatch(name -> SECRET.matcher(name).matches())
                && container.getEnvFrom().stream().filter(source -> source.getConfigMapRef() != null)
                        .flatMap(source -> manifests.map(source.getConfigMapRef().getName()).stream())
                        .flatMap(map -> map.keySet().stream()).noneMatch(name -> SECRET.matcher(name).matches()));
    }

    static Stream<String> settings(Manifests manifests) {
        return manifests.pods().stream().flatMap(pod -> pod.containers()
                .flatMap(container -> manifests.environment(container).keySet().stream())
                .filter(name -> !OTHERS.contains(name) && !Variables.isSetting(name))
                .map(name -> pod.workload() + ": " + name));
    }

    static Stream<String> links(Manifests manifests) {
        return pods(manifests, pod -> Boolean.FALSE.equals(pod.spec().getEnableServiceLinks()));
    }

    /** What comes before SIGTERM, what Sluice takes then, and its last five seconds. */
    static Stream<String> grace(Manifests manifests) {
        return sluices(manifests, (pod, container) -> {
            String drain = manifests.environment(container).getOrDefault("SLUICE_SHUTDOWN_TIMEOUT",
                    Variables.byDefault("sluice.shutdown-timeout"));
            long before = container.getLifecycle() == null ? 0
                    : container.getLifecycle().getPreStop().getSleep().getSeconds();
            Duration needed = Duration.parse("PT" + drain).plusSeconds(before).plus(SLACK);
            return pod.spec().getTerminationGracePeriodSeconds() > needed.toSeconds();
        });
    }

    static Stream<String> heap(Manifests manifests) {
        return sluices(manifests, (pod, container) -> {
            String options = manifests.environment(container).getOrDefault("JAVA_OPTS", "");
            Matcher share = SHARE.matcher(options);
            return share.find() && Integer.parseInt(share.group(1)) <= 75 && !options.contains("-Xmx");
        });
    }

    static Stream<String> spread(Manifests manifests) {
        return pods(manifests, pod -> !pod.isSluice() || pod.spec().getTopologySpreadConstraints().stream()
                .filter(one -> Manifests.selects(one.getLabelSelector().getMatchLabels(), pod.labels()))
                .map(TopologySpreadConstraint::getTopologyKey).toList()
                .containsAll(List.of("topology.kubernetes.io/zone", "kubernetes.io/hostname")));
    }

    static Stream<String> priority(Manifests manifests) {
        return pods(manifests, pod -> !pod.isSluice()
                || pod.spec().getPriorityClassName() != null
                        && manifests.has("PriorityClass", pod.spec().getPriorityClassName()));
    }

    private static SecurityContext context(Container container) {
        return container.getSecurityContext() == null ? new SecurityContext() : container.getSecurityContext();
    }

    private static PodSecurityContext podContext(Pod pod) {
        return pod.spec().getSecurityContext() == null ? new PodSecurityContext() : pod.spec().getSecurityContext();
    }

    private static Stream<String> pods(Manifests manifests, Predicate<Pod> right) {
        return manifests.pods().stream().filter(right.negate()).map(Pod::workload);
    }

    private static Stream<String> containers(Manifests manifests, Predicate<Container> right) {
        return pods(manifests, pod -> pod.containers().allMatch(right));
    }

    private static Stream<String> sluices(Manifests manifests, BiPredicate<Pod, Container> right) {
        return pods(manifests, pod -> !pod.isSluice()
                || pod.containers().allMatch(container -> right.test(pod, container)));
    }
}
