package dev.sluice.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.config.YamlFile;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
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

    private static Manifests dev;
    private static PodSpec pod;

    @BeforeAll
    static void renderDev() throws Exception {
        dev = Manifests.rendered("k8s/overlays/dev");
        pod = one(StatefulSet.class).getSpec().getTemplate().getSpec();
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
    void soItIsInAnOperatorsResource() {
        Object broker = Serialization.unmarshal("""
                apiVersion: broker.arkmq.org/v1beta2
                kind: BrokerCluster
                metadata: {name: a}
                spec:
                  acceptors: [{port: many}]
                  deploymentPlan: {sizes: 2, livenessProbe: {exec: {comand: [a]}}, extraMounts: [a]}
                speck: {}
                """);
        assertThat(UnknownFields.of(broker)).containsExactlyInAnyOrder("BrokerCluster.speck",
                "BrokerCluster.spec.acceptors.0.name is missing",
                "BrokerCluster.spec.acceptors.0.port is no number: \"many\"",
                "BrokerCluster.spec.deploymentPlan.sizes",
                "BrokerCluster.spec.deploymentPlan.livenessProbe: Probe.exec.comand",
                "BrokerCluster.spec.deploymentPlan.extraMounts is no map");
        Object older = Serialization.unmarshal("apiVersion: broker.arkmq.org/v1\nkind: BrokerCluster\n");
        assertThat(UnknownFields.of(older)).containsExactly("broker.arkmq.org/v1 BrokerCluster");
    }

    @Test
    void thereAreNeverTwoNodesOnOneVolume() {
        StatefulSet nodes = one(StatefulSet.class);
        assertThat(nodes.getSpec().getReplicas()).isEqualTo(1);
        assertThat(nodes.getSpec().getVolumeClaimTemplates()).singleElement()
                .satisfies(claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data"));
        assertThat(mounts(sluice())).containsEntry("/sluice/data", "data");
        assertThat(settings()).containsEntry("SLUICE_DATA", "/sluice/data");
        assertThat(dev.every(Service.class)).extracting(service -> service.getMetadata().getName())
                .contains(nodes.getSpec().getServiceName());
    }

    @Test
    void credentialsAreReferencedAndNeverHere() {
        assertThat(dev.every(Secret.class)).isEmpty();
        assertThat(sluice().getEnvFrom()).filteredOn(source -> source.getSecretRef() != null)
                .extracting(source -> source.getSecretRef().getName())
                .containsExactly("sluice-credentials", "sluice-broker", "sluice-messages");
        assertThat(containers()).allSatisfy(container -> assertThat(container.getEnv()).isEmpty());
    }

    /** What listens beyond the machine has users, and they are in a Secret that no node starts without. */
    @Test
    void theBrokersUserIsInASecretThatMustBeThere() throws IOException {
        assertThat(sluice().getEnvFrom())
                .filteredOn(source -> source.getSecretRef() != null
                        && source.getSecretRef().getName().equals("sluice-broker"))
                .singleElement()
                .satisfies(source -> assertThat(source.getSecretRef().getOptional()).isNotEqualTo(true));
        assertThat(settings()).containsEntry("SLUICE_BROKER_HOST", "0.0.0.0")
                .doesNotContainKey("SLUICE_BROKER_OPEN_TO_ALL");
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
        return dev.every(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
                .orElseThrow().getData();
    }

    private static ConfigMap map(String volume) {
        String name = pod.getVolumes().stream().filter(one -> one.getName().equals(volume)).findFirst().orElseThrow()
                .getConfigMap().getName();
        return dev.every(ConfigMap.class).stream().filter(map -> map.getMetadata().getName().equals(name)).findFirst()
                .orElseThrow();
    }

    private static <T extends HasMetadata> T one(Class<T> type) {
        assertThat(dev.every(type)).hasSize(1);
        return dev.every(type).get(0);
    }
}
