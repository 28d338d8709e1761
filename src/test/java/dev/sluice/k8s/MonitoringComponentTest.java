package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An overlay that takes the component has the rules and the dashboards, as the operator and Grafana look for them. */
class MonitoringComponentTest {

    @Test
    void anOverlayThatTakesItHasRulesAndDashboards() throws Exception {
        Path overlay = Files.createDirectories(Path.of("target/monitoring-overlay"));
        Files.writeString(overlay.resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: pay
                components: [../../k8s/components/monitoring]
                """);
        List<JsonNode> rendered = new ArrayList<>();
        try (MappingIterator<JsonNode> documents = new ObjectMapper().readerFor(JsonNode.class)
                .readValues(new YAMLFactory().createParser(Kubectl.kustomize(overlay)))) {
            documents.forEachRemaining(rendered::add);
        }
        assertThat(rendered).extracting(one -> one.path("kind").asText() + " " + one.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("PrometheusRule pay", "ConfigMap pay");
        JsonNode dashboards = rendered.stream().filter(one -> one.path("kind").asText().equals("ConfigMap")).findFirst()
                .orElseThrow();
        assertThat(dashboards.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(dashboards.path("data").properties()).hasSize(3)
                .allSatisfy(file -> assertThat(new ObjectMapper().readTree(file.getValue().asText()).path("panels"))
                        .isNotEmpty());
    }
}
