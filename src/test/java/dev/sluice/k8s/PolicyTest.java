package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.given.Beside;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Beside
class PolicyTest {

    private static final List<String> OVERLAYS = List.of("dev", "prod", "prod-ha", "others");
    private static final Map<String, String> RENDERED = new LinkedHashMap<>();

    @BeforeAll
    static void render() throws Exception {
        withOthers();
        for (String overlay : OVERLAYS) {
            RENDERED.put(overlay, Kubectl.kustomize(folder(overlay)));
        }
    }

    /** Production with what no overlay has, and an operator may put into theirs. */
    private static void withOthers() throws IOException {
        Set<String> others = new TreeSet<>(names("k8s/components"));
        for (String overlay : names("k8s/overlays")) {
            String used = Files.readString(folder(overlay).resolve("kustomization.yaml"));
            others.removeIf(component -> used.contains("/components/" + component + "\n"));
        }
        Files.createDirectories(folder("others"));
        Files.writeString(folder("others").resolve("kustomization.yaml"), """
                apiVersion: kustomize.config.k8s.io/v1beta1
                kind: Kustomization
                namespace: sluice
                resources: [../../k8s/overlays/prod]
                components:
                """ + others.stream().map(component -> "  - ../../k8s/components/" + component + "\n")
                .collect(Collectors.joining()));
    }

    private static Path folder(String overlay) {
        return overlay.equals("others") ? Path.of("target/k8s-others") : Path.of("k8s/overlays", overlay);
    }

    private static List<String> names(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }

    @Test
    void everyOverlayIsLookedAt() throws IOException {
        assertThat(OVERLAYS).containsAll(names("k8s/overlays"));
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
