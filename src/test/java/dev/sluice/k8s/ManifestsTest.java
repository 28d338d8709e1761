package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestsTest {

    private static List<HasMetadata> dev;
    private static PodSpec pod;

    @BeforeAll
    static void renderDev() throws Exception {
        dev = render("k8s/overlays/dev");
        pod = one(StatefulSet.class).getSpec().getTemplate().getSpec();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/dev"})
    void everyFieldIsOneThatKubernetesKnows(String folder) throws Exception {
        assertThat(render(folder)).isNotEmpty()
                .allSatisfy(resource -> assertThat(UnknownFields.of(resource)).isEmpty());
    }

    @Test
    void aMisspelledFieldIsFoundHoweverDeep() {
        String manifest = Serialization.asYaml(one(StatefulSet.class)).replace("readOnlyRootFilesystem",
                "readOnlyRootFileSystem");
        assertThat(UnknownFields.of(Serialization.unmarshal(manifest, StatefulSet.class)))
                .contains("StatefulSet.spec.template.spec.containers.0.securityContext.readOnlyRootFileSystem");
        Object unknown = Serialization.unmarshal("apiVersion: apps/v1\nkind: StatefulSte\nmetadata: {name: a}\n");
        assertThat(UnknownFields.of(unknown)).containsExactly("apps/v1 StatefulSte");
    }

    @Test
    void thereAreNeverTwoNodesOnOneVolume() {
        StatefulSet nodes = one(StatefulSet.class);
        assertThat(nodes.getSpec().getReplicas()).isEqualTo(1);
        assertThat(nodes.getSpec().getVolumeClaimTemplates()).singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data"));
        assertThat(mounts(sluice())).containsEntry("/sluice/data", "data");
        assertThat(settings()).containsEntry("SLUICE_DATA", "/sluice/data");
        assertThat(all(Service.class)).extracting(service -> service.getMetadata().getName())
                .contains(nodes.getSpec().getServiceName());
    }

    @Test
    void selectorsMatchLabels() {
        StatefulSet nodes = one(StatefulSet.class);
        Map<String, String> labels = nodes.getSpec().getTemplate().getMetadata().getLabels();
        assertThat(nodes.getSpec().getSelector().getMatchLabels()).isNotEmpty();
        assertThat(labels).containsAllEntriesOf(nodes.getSpec().getSelector().getMatchLabels());
        assertThat(all(Service.class)).hasSize(2).allSatisfy(service -> {
            assertThat(service.getSpec().getSelector()).isNotEmpty();
            assertThat(labels).containsAllEntriesOf(service.getSpec().getSelector());
        });
    }

    @Test
    void servicesLeadToPortsThatTheSettingsOpen() {
        Map<String, Integer> open = new TreeMap<>();
        for (ContainerPort port : sluice().getPorts()) {
            open.put(port.getName(), port.getContainerPort());
        }
        assertThat(open).containsOnly(Map.entry("http", 8080), Map.entry("broker", 61616));
        assertThat(settings()).containsEntry("QUARKUS_HTTP_PORT", "8080").containsEntry("SLUICE_BROKER_PORT", "61616")
                .containsEntry("QUARKUS_HTTP_HOST", "0.0.0.0").containsEntry("SLUICE_BROKER_HOST", "0.0.0.0");
        for (Service service : all(Service.class)) {
            for (ServicePort port : service.getSpec().getPorts()) {
                assertThat(open).containsEntry(port.getTargetPort().getStrVal(), port.getPort());
            }
        }
    }

    @Test
    void probesAskTheHealthPaths() {
        assertProbe(sluice().getStartupProbe(), "/q/health/started");
        assertProbe(sluice().getLivenessProbe(), "/q/health/live");
        assertProbe(sluice().getReadinessProbe(), "/q/health/ready");
    }

    @Test
    void nothingRunsAsRootOrMayBecomeIt() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(containers()).isNotEmpty().allSatisfy(container -> {
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
            assertThat(container.getResources().getLimits()).containsKey("memory");
            assertThat(container.getImage()).isEqualTo("sluice:dev");
        });
        assertThat(mounts(sluice())).containsKey("/tmp");
    }

    @Test
    void noVariableOfAServiceIsTakenForASetting() {
        assertThat(pod.getEnableServiceLinks()).isFalse();
    }

    @Test
    void credentialsAreReferencedAndNeverHere() {
        assertThat(all(Secret.class)).isEmpty();
        assertThat(sluice().getEnvFrom()).filteredOn(source -> source.getSecretRef() != null)
                .extracting(source -> source.getSecretRef().getName())
                .containsExactly("sluice-credentials", "sluice-broker");
        assertThat(containers()).allSatisfy(container -> assertThat(container.getEnv()).isEmpty());
        assertThat(settings().keySet()).noneMatch(name -> name.matches(".*(KEY|SECRET|PASSWORD|USERNAME|TOKEN).*"));
    }

    /** What listens beyond the machine has users, and they are in a Secret that no node starts without. */
    @ParameterizedTest
    @ValueSource(strings = {"k8s/base", "k8s/overlays/dev"})
    void theBrokersUserIsInASecretThatMustBeThere(String folder) throws Exception {
        List<HasMetadata> rendered = render(folder);
        StatefulSet nodes = rendered.stream().filter(StatefulSet.class::isInstance).map(StatefulSet.class::cast)
                .findFirst().orElseThrow();
        assertThat(nodes.getSpec().getTemplate().getSpec().getContainers())
                .allSatisfy(container -> assertThat(container.getEnvFrom())
                        .filteredOn(source -> source.getSecretRef() != null
                                && source.getSecretRef().getName().equals("sluice-broker"))
                        .singleElement()
                        .satisfies(source -> assertThat(source.getSecretRef().getOptional()).isNotEqualTo(true)));
        assertThat(Serialization.asYaml(rendered)).contains("SLUICE_BROKER_HOST: \"0.0.0.0\"")
                .doesNotContain("OPEN_TO_ALL");
        assertThat(Files.readString(Path.of("k8s/README.md"))).contains("create secret generic sluice-broker",
                "SLUICE_BROKER_USERNAME=", "SLUICE_BROKER_PASSWORD=");
    }

    /** So that a secret may change without a new start: Sluice reads such a file each time it needs it. */
    @Test
    void credentialsMayAlsoBeMountedAsFiles() {
        String volume = mounts(sluice()).get("/sluice/credentials");
        assertThat(pod.getVolumes()).filteredOn(one -> one.getName().equals(volume)).singleElement().satisfies(one -> {
            assertThat(one.getSecret().getSecretName()).isEqualTo("sluice-credential-files");
            assertThat(one.getSecret().getOptional()).isTrue();
            assertThat(one.getSecret().getDefaultMode()).isEqualTo(0440);
        });
        assertThat(sluice().getVolumeMounts()).filteredOn(mount -> mount.getName().equals(volume)).singleElement()
                .satisfies(mount -> {
                    assertThat(mount.getReadOnly()).isTrue();
                    assertThat(mount.getSubPath()).as("a subPath is never renewed").isNull();
                });
    }

    @Test
    void theReadmeNamesEveryCredentialOfEveryProvider() throws IOException {
        String readme = Files.readString(Path.of("k8s/README.md"));
        try (Stream<Path> files = Files.list(Path.of("config/providers"))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                String provider = file.getFileName().toString().replace(".yaml", "");
                JsonNode settings = new YamlFile(file).tree();
                List<String> credentials = new ArrayList<>();
                settings.get("credentials").forEach(credential -> credentials
                        .add("`" + credential.asText().toUpperCase(Locale.ROOT).replace('-', '_') + "`"));
                assertThat(readme).containsPattern("\\| " + provider + " \\| " + String.join(" ", credentials)
                        + " \\| " + (settings.get("base-url").asText().isEmpty() ? "yes" : "") + " ?\\|");
            }
        }
    }

    @Test
    void everyMapThatIsUsedIsThere() {
        List<String> maps = all(ConfigMap.class).stream().map(map -> map.getMetadata().getName()).toList();
        List<String> used = new ArrayList<>();
        pod.getVolumes().stream().filter(volume -> volume.getConfigMap() != null)
                .forEach(volume -> used.add(volume.getConfigMap().getName()));
        sluice().getEnvFrom().stream().filter(source -> source.getConfigMapRef() != null)
                .forEach(source -> used.add(source.getConfigMapRef().getName()));
        assertThat(used).containsExactlyInAnyOrderElementsOf(maps);
        List<String> volumes = new ArrayList<>(pod.getVolumes().stream().map(Volume::getName).toList());
        volumes.add("data");
        assertThat(containers()).allSatisfy(container -> assertThat(volumes).containsAll(mounts(container).values()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes", "config"})
    void everyYamlFileOfTheFolderIsInAMapThatIsMountedInItsPlace(String folder) throws IOException {
        Map<String, String> mounted = new TreeMap<>();
        for (VolumeMount mount : sluice().getVolumeMounts()) {
            if ((mount.getMountPath() + "/").startsWith("/sluice/" + folder + "/")) {
                String to = mount.getMountPath().substring("/sluice/".length());
                map(mount.getName()).getData().forEach((name, text) -> mounted.put(to + "/" + name, text));
                assertThat(mount.getReadOnly()).isTrue();
            }
        }
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> found = Files.walk(Path.of(folder))) {
            for (Path file : found
                    .filter(file -> file.toString().endsWith(".yaml") && !file.toString().endsWith(".test.yaml"))
                    .filter(file -> !file.endsWith("kustomization.yaml")).toList()) {
                files.put(file.toString().replace('\\', '/'), Files.readString(file));
            }
        }
        assertThat(mounted.keySet()).as("files listed in " + folder + "/kustomization.yaml").isEqualTo(files.keySet());
        assertThat(mounted).isEqualTo(files);
    }

    @Test
    void withoutKubectlTheFailureSaysHowToGetIt(@TempDir Path empty) {
        assertThat(Kubectl.onPath(empty.toString())).isEmpty();
        assertThatThrownBy(() -> Kubectl.carried("Plan 9 amd64", empty.resolve("kubectl")))
                .hasMessageContaining("install version 1.27 or newer");
    }

    private static void assertProbe(Probe probe, String path) {
        assertThat(probe.getHttpGet().getPath()).isEqualTo(path);
        assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http");
    }

    private static List<Container> containers() {
        return Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream()).toList();
    }

    private static Container sluice() {
        return pod.getContainers().get(0);
    }

    private static Map<String, String> mounts(Container container) {
        Map<String, String> mounts = new TreeMap<>();
        container.getVolumeMounts().forEach(mount -> mounts.put(mount.getMountPath(), mount.getName()));
        return mounts;
    }

    private static Map<String, String> settings() {
        String name = sluice().getEnvFrom().get(0).getConfigMapRef().getName();
        return all(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
                .orElseThrow().getData();
    }

    private static ConfigMap map(String volume) {
        String name = pod.getVolumes().stream().filter(one -> one.getName().equals(volume)).findFirst().orElseThrow()
                .getConfigMap().getName();
        return all(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
                .orElseThrow();
    }

    private static <T extends HasMetadata> T one(Class<T> type) {
        assertThat(all(type)).hasSize(1);
        return all(type).get(0);
    }

    private static <T extends HasMetadata> List<T> all(Class<T> type) {
        return dev.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static List<HasMetadata> render(String folder) throws IOException, InterruptedException {
        List<HasMetadata> resources = new ArrayList<>();
        for (String document : Kubectl.kustomize(Path.of(folder)).split("(?m)^---$")) {
            resources.add(Serialization.unmarshal(document));
        }
        return resources;
    }
}
