package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What can be said of the image without an engine; ImageProof does what the file says in a scratch root. */
class DockerfileTest {

    private static Dockerfile dockerfile;

    @BeforeAll
    static void read() throws IOException {
        dockerfile = Dockerfile.read();
    }

    @Test
    void itRunsSluiceOnAJdk25AsTheUserOfThePods() {
        assertThat(dockerfile.all("FROM")).singleElement().asString().matches("eclipse-temurin:25(\\.\\S+)?-jre");
        assertThat(dockerfile.all("ENTRYPOINT")).containsExactly("[\"./sluice\"]");
        assertThat(dockerfile.all("CMD")).containsExactly("[\"run\"]");
        int user = new YamlFile(Path.of("k8s/base/deployment.yaml")).tree()
                .at("/spec/template/spec/securityContext/runAsUser").asInt();
        assertThat(dockerfile.all("USER")).containsExactly(user + ":" + user);
        assertThat(dockerfile.all("RUN").get(0)).contains("-o " + user + " -g " + user);
        assertThat(dockerfile.all("VOLUME")).containsExactly("/sluice/data");
    }

    /** A layer of copied files is the same for the same files; only what a program wrote is not. */
    @Test
    void onlyItsLastLayerIsNotTheSameForTheSameFiles() {
        List<String> layers = dockerfile.lines().stream().filter(line -> line.matches("(RUN|COPY|ADD) .*")).toList();
        assertThat(layers.subList(0, layers.size() - 1)).allMatch(line -> line.startsWith("COPY "));
        assertThat(layers.get(layers.size() - 1)).startsWith("RUN ./sluice archive ");
    }

    @Test
    void nothingIsFetchedOrRemoteOrSecret() {
        assertThat(dockerfile.lines())
                .noneMatch(line -> line.matches("(?i).*(apt|curl|wget|https?://|password|token).*"))
                .noneMatch(line -> line.startsWith("ADD "));
    }

    @Test
    void itHasTheLabelsOfTheOpenContainerInitiative() throws IOException {
        String labels = dockerfile.all("LABEL").get(0);
        assertThat(List.of("title", "description", "licenses", "version", "revision", "created"))
                .allSatisfy(name -> assertThat(labels).contains("org.opencontainers.image." + name + "=\""));
        String version = Files.readString(Path.of("pom.xml")).split("<version>", 3)[1].split("<", 2)[0];
        assertThat(dockerfile.all("ARG")).contains("VERSION=" + version);
        assertThat(Files.readString(Path.of("LICENSE"))).contains("Apache License");
        assertThat(labels).contains("licenses=\"Apache-2.0\"");
    }

    @Test
    void whatIsCopiedIsSentToTheEngineAndNothingElse() throws IOException {
        List<String> sent = Files.readAllLines(Path.of(".dockerignore")).stream().filter(line -> line.startsWith("!"))
                .map(line -> line.substring(1)).toList();
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains("*");
        assertThat(dockerfile.sources()).isNotEmpty().allSatisfy(source -> {
            assertThat(sent).anyMatch(let -> (source + "/").startsWith(let + "/"));
            assertThat(source.startsWith("target/") || Files.exists(Path.of(source))).as(source).isTrue();
        });
        assertThat(sent).allMatch(let -> dockerfile.sources().stream().anyMatch(source -> (source + "/")
                .startsWith(let + "/")));
    }

    @Test
    void itsPortsAreThoseOfTheSettings() throws IOException {
        String settings = Files.readString(Path.of("k8s/base/kustomization.yaml"))
                + Files.readString(Path.of("k8s/components/embedded/kustomization.yaml"));
        assertThat(dockerfile.all("EXPOSE").get(0).split(" ")).allSatisfy(port -> assertThat(settings)
                .containsPattern("_PORT=" + port + "\n"));
    }
}
