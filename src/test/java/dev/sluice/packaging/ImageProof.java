package dev.sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The image's build and start in a scratch root. It needs root and a JDK 25, hence a profile of its own: {@code ./mvnw
 * verify -Ppackaging}.
 */
class ImageProof {

    private static final Path JVMS = Path.of("/usr/lib/jvm");

    @TempDir
    private Path folder;
    private Process script;

    @AfterEach
    void end() throws InterruptedException {
        if (script != null) {
            script.descendants().forEach(ProcessHandle::destroyForcibly);
            script.destroyForcibly().waitFor();
        }
    }

    @Test
    void itStartsFromItsCacheWithoutRightsOnARootThatCannotBeWrittenAndDrainsAtItsEnd() throws Exception {
        int port = freePort();
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder("src/test/image/scratch.sh", jdk25().toString(),
                folder.resolve("place").toString()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("QUARKUS_HTTP_PORT", "" + port, "SLUICE_BROKER_PORT",
                "" + freePort(), "SLUICE_SANDBOX_ENABLED", "true",
                // The JVM ends where it cannot take its classes from the cache.
                "SCRATCH_JAVA_OPTS", "-XX:AOTMode=on"));
        script = builder.start();
        await().atMost(Duration.ofMinutes(4)).until(() -> ready(port) || !script.isAlive());
        assertThat(script.isAlive()).as(Files.readString(log)).isTrue();

        ProcessHandle java = script.descendants()
                .filter(one -> one.info().command().orElse("").endsWith("/bin/java")).findFirst().orElseThrow();
        List<String> status = Files.readAllLines(Path.of("/proc", "" + java.pid(), "status"));
        assertThat(status).contains("Uid:\t10001\t10001\t10001\t10001", "Gid:\t10001\t10001\t10001\t10001",
                "NoNewPrivs:\t1", "CapEff:\t0000000000000000", "CapBnd:\t0000000000000000")
                .anyMatch(line -> line.startsWith("NSpid:") && line.endsWith("\t1"));
        assertThat(Files.readAllLines(Path.of("/proc", "" + java.pid(), "mountinfo")))
                .anyMatch(line -> line.contains(" / / ro"));
        assertThat(folder.resolve("place/data/ledger.db")).exists();

        java.destroy();
        assertThat(script.waitFor(50, TimeUnit.SECONDS)).as(Files.readString(log)).isTrue();
        assertThat(script.exitValue()).as(Files.readString(log)).isIn(0, 143);
    }

    private static boolean ready(int port) throws InterruptedException {
        try {
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready")).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Path jdk25() throws IOException {
        String named = System.getProperty("sluice.jdk25");
        if (named != null) {
            return Path.of(named);
        }
        try (Stream<Path> jvms = Files.exists(JVMS) ? Files.list(JVMS) : Stream.empty()) {
            return jvms.filter(jvm -> jvm.getFileName().toString().matches(".*\\b25\\b.*")
                    && Files.isExecutable(jvm.resolve("bin/java"))).sorted().findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "there is no JDK 25 in " + JVMS + "; name one with -Dsluice.jdk25=…"));
        }
    }
}
