package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Who comes in, and where to. */
final class EntryRules {

    private EntryRules() {
    }

    /** From outside there are webhooks and nothing else. */
    static Stream<String> outside(Manifests manifests) {
        Stream<String> routes = manifests.every(HTTPRoute.class).stream()
                .filter(route -> !route.getSpec().getRules().stream().allMatch(rule -> !rule.getMatches().isEmpty()
                        && rule.getMatches().stream().allMatch(match -> webhooks(match.getPath().getValue()))
                        && rule.getBackendRefs().stream().allMatch(
                                to -> serves(manifests, to.getName(), port -> port.getPort().equals(to.getPort())))))
                .map(Manifests::named);
        Stream<String> ingresses = manifests.every(Ingress.class).stream()
                .filter(ingress -> ingress.getSpec().getDefaultBackend() != null || ingress.getSpec().getTls().isEmpty()
                        || !ingress.getSpec().getRules().stream().flatMap(rule -> rule.getHttp().getPaths().stream())
                                .allMatch(path -> webhooks(path.getPath()) && path.getPathType().equals("Prefix")
                                        && serves(manifests, path.getBackend().getService().getName(),
                                                port -> port.getName()
                                                        .equals(path.getBackend().getService().getPort().getName()))))
                .map(Manifests::named);
        Stream<String> services = Manifests.broken(manifests.every(Service.class),
                service -> service.getSpec().getType() == null || service.getSpec().getType().equals("ClusterIP"));
        return Stream.of(routes, ingresses, services).flatMap(found -> found);
    }

    private static boolean webhooks(String path) {
        return path.equals("/webhooks");
    }

    static Stream<String> monitors(Manifests manifests) {
        return Manifests.broken(manifests.every("ServiceMonitor"), monitor -> {
            Map<String, String> selector = monitor.get("spec", "selector", "matchLabels");
            List<Map<String, Object>> endpoints = monitor.get("spec", "endpoints");
            List<Service> taken = manifests.every(Service.class).stream()
                    .filter(service -> Manifests.selects(selector, service.getMetadata().getLabels())).toList();
            return taken.size() == 1 && endpoints.stream().allMatch(endpoint -> serves(manifests,
                    taken.get(0).getMetadata().getName(), port -> port.getName().equals(endpoint.get("port"))))
                    && (!taken.get(0).getMetadata().getName().equals("sluice")
                            || endpoints.get(0).get("path").equals("/q/metrics"));
        });
    }

    private static boolean serves(Manifests manifests, String service,
            Predicate<ServicePort> port) {
        return manifests.every(Service.class).stream().filter(one -> one.getMetadata().getName().equals(service))
                .anyMatch(one -> one.getSpec().getPorts().stream().anyMatch(port));
    }
}
