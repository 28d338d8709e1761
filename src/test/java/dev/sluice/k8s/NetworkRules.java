package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicySpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Nothing goes in or out but what is needed. */
final class NetworkRules {

    private static final List<String> BOTH = List.of("Ingress", "Egress");

    private NetworkRules() {
    }

    static Stream<String> closed(Manifests manifests) {
        return manifests.every(NetworkPolicy.class).stream().map(NetworkPolicy::getSpec)
                .anyMatch(spec -> isForAll(spec.getPodSelector()) && spec.getPolicyTypes().equals(BOTH)
                        && spec.getIngress().isEmpty() && spec.getEgress().isEmpty())
                                ? Stream.empty() : Stream.of("no policy denies everything to every pod");
    }

    /** Each pod has its own ways, or it could do nothing; a policy for pods that are not there is a slip. */
    static Stream<String> covered(Manifests manifests) {
        Map<String, Map<String, String>> pods = manifests.labels();
        List<NetworkPolicy> own = manifests.every(NetworkPolicy.class).stream()
                .filter(policy -> !isForAll(policy.getSpec().getPodSelector())).toList();
        return Stream.concat(
                pods.entrySet().stream().filter(pod -> own.stream()
                        .noneMatch(policy -> selects(policy.getSpec().getPodSelector(), pod.getValue())
                                && policy.getSpec().getPolicyTypes().equals(BOTH)))
                        .map(Map.Entry::getKey),
                own.stream().filter(policy -> pods.values().stream()
                        .noneMatch(labels -> selects(policy.getSpec().getPodSelector(), labels)))
                        .map(Manifests::named));
    }

    /** A rule names peers and ports, never everybody. */
    static Stream<String> narrow(Manifests manifests) {
        return manifests.every(NetworkPolicy.class).stream().filter(policy -> {
            NetworkPolicySpec spec = policy.getSpec();
            return Stream.concat(spec.getIngress().stream().map(rule -> isWide(rule.getFrom(), rule.getPorts())),
                    spec.getEgress().stream().map(rule -> isWide(rule.getTo(), rule.getPorts())))
                    .anyMatch(Boolean.TRUE::equals);
        }).map(Manifests::named);
    }

    private static boolean isWide(List<NetworkPolicyPeer> peers, List<NetworkPolicyPort> ports) {
        return ports.isEmpty() || peers.isEmpty() || peers.stream().anyMatch(peer -> peer.getIpBlock() != null
                ? peer.getIpBlock().getCidr().endsWith("/0")
                : Stream.of(peer.getNamespaceSelector(), peer.getPodSelector())
                        .noneMatch(selector -> selector != null && !isForAll(selector)));
    }

    /** A pod that a policy lets in is let out to there by its own. */
    static Stream<String> met(Manifests manifests) {
        List<NetworkPolicy> policies = manifests.every(NetworkPolicy.class);
        return policies.stream().filter(policy -> policy.getSpec().getEgress().stream()
                .flatMap(rule -> rule.getTo().stream())
                .filter(peer -> peer.getNamespaceSelector() == null && peer.getPodSelector() != null)
                .anyMatch(peer -> policies.stream()
                        .filter(other -> selects(other.getSpec().getPodSelector(),
                                peer.getPodSelector().getMatchLabels()))
                        .flatMap(other -> other.getSpec().getIngress().stream())
                        .flatMap(rule -> rule.getFrom().stream())
                        .noneMatch(from -> from.getPodSelector() != null && from.getPodSelector().getMatchLabels()
                                .equals(policy.getSpec().getPodSelector().getMatchLabels()))))
                .map(Manifests::named);
    }

    private static boolean isForAll(LabelSelector selector) {
        return selector.getMatchLabels().isEmpty() && selector.getMatchExpressions().isEmpty();
    }

    private static boolean selects(LabelSelector selector, Map<String, String> labels) {
        return Manifests.selects(selector.getMatchLabels(), labels);
    }
}
