package dev.sluice.k8s;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the manifests hold to, after the default lists of kube-linter and Polaris and what Sluice itself needs. Each
 * says how a manifest would break it: {@code spoilt} in the place of {@code sound}, a pattern that the rendered overlays have.
 */
enum Policy {

    UNPRIVILEGED(PodRules::privileges, "allowPrivilegeEscalation: false", "allowPrivilegeEscalation: true"),
    NO_CAPABILITIES(PodRules::privileges, "drop:\n( *)- ALL", "drop:\n$1- NET_RAW"),
    NOTHING_OF_THE_HOST(PodRules::host, "( *)enableServiceLinks: false",
            "$1enableServiceLinks: false\n$1hostNetwork: true"),
    NO_FOLDER_OF_THE_HOST(PodRules::host, "emptyDir:\n( *)sizeLimit: \\w+", "hostPath:\n$1path: /"),
    READ_ONLY_ROOT(PodRules::readOnly, "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false"),
    NOT_ROOT(PodRules::user, "runAsNonRoot: true", "runAsNonRoot: false"),
    HIGH_USER(PodRules::user, "runAsUser: \\d+", "runAsUser: 0"),
    SECCOMP(PodRules::seccomp, "type: RuntimeDefault", "type: Unconfined"),
    LIMITS(PodRules::resources, "limits:\n( *)cpu: \"2\"", "limits:\n$1ephemeral-storage: 1Gi"),
    REQUESTS(PodRules::resources, "requests:\n( *)cpu: \\w+", "requests:\n$1cpu: 99"),
    PROBES(PodRules::probes, "path: /q/health/ready", "path: /q/health/reday"),
    PROBED_PORTS(PodRules::probes, "path: /q/health/live\n( *)port: management", "path: /q/health/live\n$1port: http"),
    NO_TOKEN(PodRules::account, "automountServiceAccountToken: false", "automountServiceAccountToken: true"),
    OWN_ACCOUNT(PodRules::account, "serviceAccountName: sluice\n", "serviceAccountName: default\n"),
    NO_RIGHTS(PodRules::rights, "kind: ServiceAccount", "kind: RoleBinding"),
    TAGGED_IMAGE(PodRules::tag, "image: (\\S*sluice)\\S+", "image: $1"),
    SECRETS_REFERENCED(PodRules::secrets, "  SLUICE_DATA:", "  SLUICE_TOKENS_KEY:"),
    KNOWN_SETTINGS(PodRules::settings, "SLUICE_DATA:", "SLUICE_DATE:"),
    NO_LINKS(PodRules::links, "enableServiceLinks: false", "enableServiceLinks: true"),
    GRACE(PodRules::grace, "terminationGracePeriodSeconds: 60", "terminationGracePeriodSeconds: 45"),
    HEAP_AS_A_SHARE(PodRules::heap, "-XX:MaxRAMPercentage=60", "-Xmx600m"),
    SELECTORS(WiringRules::selectors,
            "selector:\n( *)matchLabels:\n( *)app.kubernetes.io/name: sluice\n( *)(strategy|template|serviceName)",
            "selector:\n$1matchLabels:\n$2app.kubernetes.io/name: sluce\n$3$4"),
    SERVICES(WiringRules::services, "targetPort: http", "targetPort: htpp"),
    SERVED_PODS(WiringRules::services, "  selector:\n    app.kubernetes.io/name: sluice\n",
            "  selector:\n    app.kubernetes.io/name: sluce\n"),
    PORTS(WiringRules::ports, "QUARKUS_HTTP_PORT: \"8080\"", "QUARKUS_HTTP_PORT: \"8081\""),
    MAPS(WiringRules::maps, "name: sluice-routes-\\w{10}\n( *)name: routes", "name: sluice-routes\n$1name: routes"),
    SECRETS(WiringRules::secrets, "secretRef:\n( *)name: sluice-broker\n", "secretRef:\n$1name: sluice-brokers\n"),
    VOLUMES(WiringRules::volumes, "mountPath: /tmp\n( *)name: tmp", "mountPath: /tmp\n$1name: temp"),
    ONLY_WEBHOOKS(EntryRules::outside, "value: /webhooks", "value: /"),
    NO_OTHER_WAY_IN(EntryRules::outside, "  selector:\n    app.kubernetes.io/name: sluice\n",
            "  type: LoadBalancer\n  selector:\n    app.kubernetes.io/name: sluice\n"),
    MONITORS(EntryRules::monitors, "path: /q/metrics", "path: /metrics"),
    NAMESPACE(WiringRules::namespace, "enforce-version: v1.32", "enforce-version: latest"),
    EVERYTHING_IN_IT(WiringRules::namespace,
            "kind: Service\nmetadata:\n(.*\n){2,4}?  name: sluice\n  namespace: [a-z-]+",
            "kind: Service\nmetadata:\n  name: sluice\n  namespace: default"),

    DIGEST(PodRules::digest, "@sha256:\\w+", ":1.0"),
    SPREAD(PodRules::spread, "topologyKey: topology.kubernetes.io/zone", "topologyKey: topology.kubernetes.io/region"),
    PRIORITY(PodRules::priority, "priorityClassName: sluice", "priorityClassName: sluce"),
    DISRUPTION(WiringRules::disruption, "unhealthyPodEvictionPolicy: AlwaysAllow",
            "unhealthyPodEvictionPolicy: IfHealthyBudget"),
    BUDGET_MATCHES(WiringRules::disruption,
            "selector:\n( *)matchLabels:\n( *)app.kubernetes.io/name: sluice\n( *)unhealthy",
            "selector:\n$1matchLabels:\n$2app.kubernetes.io/name: sluce\n$3unhealthy"),
    REPLICAS(WiringRules::replicas, "  replicas: 2\n  rev", "  replicas: 1\n  rev"),
    NONE_GOES_FIRST(WiringRules::replicas, "maxUnavailable: 0", "maxUnavailable: 1"),
    SCALED(WiringRules::replicas, "minReplicaCount: 2", "minReplicaCount: 0"),
    CLOSED(NetworkRules::closed, "name: default-deny(\n.*\n.*\n)  podSelector: \\{\\}",
            "name: default-deny$1  podSelector: {matchLabels: {a: b}}"),
    COVERED(NetworkRules::covered, "podSelector:\n( *)matchLabels:\n( *)app.kubernetes.io/name: sluice\n",
            "podSelector:\n$1matchLabels:\n$2app.kubernetes.io/name: sluce\n"),
    NARROW(NetworkRules::narrow, "cidr: 203.0.113.0/24", "cidr: 0.0.0.0/0"),
    MET(NetworkRules::met, "- from:\n( *)- podSelector:\n( *)matchLabels:\n( *)app.kubernetes.io/name: sluice\n",
            "- from:\n$1- podSelector:\n$2matchLabels:\n$3app.kubernetes.io/name: sluce\n");

    private static final Policy FIRST_OF_PRODUCTION = DIGEST;

    private final Function<Manifests, Stream<String>> breaks;
    private final String sound;
    private final String spoilt;

    Policy(Function<Manifests, Stream<String>> breaks, String sound, String spoilt) {
        this.breaks = breaks;
        this.sound = sound;
        this.spoilt = spoilt;
    }

    /** What breaks it. */
    List<String> findings(Manifests manifests) {
        return breaks.apply(manifests).toList();
    }

    boolean isForProductionAlone() {
        return compareTo(FIRST_OF_PRODUCTION) >= 0;
    }

    /** The same manifests, and what they would be if they broke it; as they were where there is nothing to break. */
    String spoil(String yaml) {
        return yaml.replaceAll(sound, spoilt);
    }
}
