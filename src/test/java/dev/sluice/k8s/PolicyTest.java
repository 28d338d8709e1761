package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyTest {

    private static final List<String> OVERLAYS = List.of("dev", "prod", "prod-ha", "ingress");
    private static final Map<String, String> RENDERED = new LinkedHashMap<>();

    @BeforeAll
    static void render() throws Exception {
        withIngress();
        for (String overlay : OVERLAYS) {
            RENDERED.put(overlay, Kubectl.kustomize(folder(overlay)));
        }
    }

    /** What no overlay has, but an operator may put into theirs. */
    private static void withIngress() throws IOException {
        Files.createDirectories(folder("ingress"));
        Files.writeString(folder("ingress").resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: sluice
                resources: [../../k8s/overlays/prod]
                components: [../../k8s/components/ingress]
                """);
    }

    private static Path folder(String overlay) {
        return overlay.equals("ingress") ? Path.of("target/k8s-ingress") : Path.of("k8s/overlays", overlay);
    }

    @Test
    void everyOverlayIsLookedAt() throws IOException {
        try (Stream<Path> overlays = Files.list(Path.of("k8s/overlays"))) {
            assertThat(OVERLAYS)
                    .containsAll(overlays.map(overlay -> overlay.getFileName().toString()).toList());
        }
    }

    @Test
    void everyComponentIsInOneOfThem() throws IOException {
        List<String> used = new ArrayList<>();
        for (String overlay : OVERLAYS) {
            used.addAll(Files.readAllLines(folder(overlay).resolve("kustomization.yaml")));
        }
        try (Stream<Path> components = Files.list(Path.of("k8s/components"))) {
            assertThat(components.map(component -> "/components/" + component.getFileName()).toList())
                    .allSatisfy(component -> assertThat(used).anyMatch(line -> line.contains(component)));
        }
    }

    @ParameterizedTest
    @MethodSource("overlays")
    void everyFieldIsOneThatKubernetesOrItsOperatorKnows(String overlay) {
        assertThat(Manifests.of(RENDERED.get(overlay)).all()).isNotEmpty()
                .allSatisfy(resource -> assertThat(UnknownFields.of(resource)).as(Manifests.named(resource)).isEmpty());
    }

    @ParameterizedTest
    @MethodSource("policiesOfOverlays")
    void isHeldTo(Policy policy, String overlay) {
        assertThat(policy.findings(Manifests.of(RENDERED.get(overlay)))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void isFoundBroken(Policy policy) {
        List<String> spoilt = RENDERED.values().stream().filter(yaml -> !policy.spoil(yaml).equals(yaml))
                .map(policy::spoil).toList();
        assertThat(spoilt).as("manifests that could break it").isNotEmpty()
                .allSatisfy(yaml -> assertThat(policy.findings(Manifests.of(yaml))).isNotEmpty());
    }

    static Stream<String> overlays() {
        return OVERLAYS.stream();
    }

    static Stream<Arguments> policiesOfOverlays() {
        return Stream.of(Policy.values()).flatMap(policy -> OVERLAYS.stream()
                .filter(overlay -> !overlay.equals("dev") || !policy.isForProductionAlone())
                .map(overlay -> Arguments.of(policy, overlay)));
    }
}
