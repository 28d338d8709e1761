package dev.sluice.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The pods that a workload makes.
 *
 * @param workload its kind and name
 * @param serves   false for a job's, which ends by itself
 */
record Pod(String workload, Map<String, String> labels, PodSpec spec, boolean serves) {

    static Pod of(String workload, PodTemplateSpec template, boolean serves) {
        return new Pod(workload, template.getMetadata().getLabels(), template.getSpec(), serves);
    }

    Stream<Container> containers() {
        return Stream.concat(spec.getInitContainers().stream(), spec.getContainers().stream());
    }

    /** Whether its program is Sluice. */
    boolean isSluice() {
        return "sluice".equals(labels.get("app.kubernetes.io/name"));
    }
}
